{{- /* What pods of the three services have in common. */}}

{{- /* (list $ "gateway"): as JSON, the ports of a service by their names; those that application.properties says. */}}
{{- define "parley.ports" -}}
{{- $ports := dict
  "gateway" (dict "http" 8080 "management" 9080)
  "message" (dict "management" 9084)
  "history" (dict "http" 8082 "internal" 8083 "management" 9082) -}}
{{- index $ports (index . 1) | toJson -}}
{{- end }}

{{- define "parley.environmentName" -}}
{{- printf "%s-environment" (include "parley.component" .) -}}
{{- end }}

{{- /* (list $ "gateway"): NAME: value, without secrets, as YAML. */}}
{{- define "parley.environment" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $environment := include (printf "parley.environment.%s" $component) $root | fromYaml -}}
{{- if $root.Values.tracing.enabled -}}
{{- $_ := merge $environment (dict
  "QUARKUS_OTEL_SDK_DISABLED" "false"
  "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT" $root.Values.tracing.endpoint
  "QUARKUS_OTEL_TRACES_SAMPLER_ARG" ($root.Values.tracing.ratio | toString)) -}}
{{- end -}}
{{- range $name, $value := (index $root.Values $component).env -}}
{{- $_ := set $environment $name ($value | toString) -}}
{{- end -}}
{{- with (index $root.Values $component).javaOptions -}}
{{- /* Read after the command line, where the image's options stand; JDK_JAVA_OPTIONS is read before it. */ -}}
{{- $_ := set $environment "_JAVA_OPTIONS" . -}}
{{- end -}}
{{- toYaml $environment -}}
{{- end }}

{{- define "parley.environment.kafka" -}}
{{- $client := include "parley.kafkaClient" . | fromJson -}}
KAFKA_BOOTSTRAP_SERVERS: {{ include "parley.kafkaBootstrap" (index . 0) | quote }}
{{- if ne $client.protocol "PLAINTEXT" }}
KAFKA_SECURITY_PROTOCOL: {{ $client.protocol }}
{{- end }}
{{- with $client.mechanism }}
KAFKA_SASL_MECHANISM: {{ . }}
{{- end }}
{{- if $client.caSecret }}
KAFKA_SSL_TRUSTSTORE_TYPE: PEM
KAFKA_SSL_TRUSTSTORE_LOCATION: /etc/parley/kafka/ca.crt
{{- end }}
{{- if $client.clientSecret }}
KAFKA_SSL_KEYSTORE_TYPE: PKCS12
KAFKA_SSL_KEYSTORE_LOCATION: /etc/parley/kafka-client/client.p12
{{- end }}
{{- end }}

{{- define "parley.environment.postgresql" -}}
{{- $root := index . 0 -}}
{{- $tls := include "parley.postgresTls" $root | fromJson -}}
QUARKUS_DATASOURCE_REACTIVE_URL: {{ printf "postgresql://%s" (include "parley.postgresAddress" .) | quote }}
{{- if ne $tls.mode "disable" }}
QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE: {{ $tls.mode }}
{{- if eq $tls.mode "require" }}
QUARKUS_DATASOURCE_REACTIVE_TRUST_ALL: "true"
{{- else if $tls.caSecret }}
QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM: "true"
QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS: /etc/parley/postgresql/ca.crt
{{- else }}
# The driver trusts nobody by itself: whom the Java runtime trusts. (The password is everybody's, and guards nothing.)
QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PFX: "true"
QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PFX_PATH: ${java.home}/lib/security/cacerts
QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PFX_PASSWORD: changeit
{{- end }}
{{- if eq $tls.mode "verify-full" }}
QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM: HTTPS
{{- end }}
{{- end }}
{{- end }}

{{- define "parley.environment.identity" -}}
QUARKUS_OIDC_AUTH_SERVER_URL: {{ include "parley.issuerInternal" . | quote }}
{{- if and .Values.identity.caSecret (ne (include "parley.mode" (list . "identity")) "evaluation") }}
QUARKUS_TLS_IDENTITY_TRUST_STORE_PEM_CERTS: /etc/parley/identity/ca.crt
QUARKUS_OIDC_TLS_TLS_CONFIGURATION_NAME: identity
{{- end }}
PARLEY_ALLOWED_ORIGINS: {{ include "parley.allowedOrigins" . | quote }}
{{- end }}

{{- define "parley.environment.gateway" -}}
{{ include "parley.environment.kafka" (list . "gateway") }}
{{ include "parley.environment.identity" . }}
PARLEY_HISTORY_URL: {{ printf "http://%s:8083" (include "parley.component" (list . "history")) | quote }}
PARLEY_WEB_ISSUER: {{ include "parley.issuer" . | quote }}
PARLEY_WEB_CLIENT_ID: {{ .Values.identity.webClient | quote }}
{{- if and (not .Values.host) (eq .Values.profile "evaluation") }}
# As NOTES.txt forwards it; behind one name it is where the page comes from.
PARLEY_WEB_HISTORY: http://localhost:8082
{{- end }}
PARLEY_GATEWAY_DRAIN: {{ printf "%ds" (int .Values.gateway.drainSeconds) }}
{{- with .Values.gateway.connectionAge }}
PARLEY_GATEWAY_CONNECTION_AGE: {{ . }}
{{- end }}
PARLEY_GATEWAY_CONNECTION_LIMIT: {{ int64 .Values.gateway.connectionLimit | quote }}
PARLEY_GATEWAY_RING_BYTES: {{ int64 .Values.gateway.ringBytes | quote }}
{{- range $name, $value := .Values.gateway.limits }}
PARLEY_LIMITS_{{ $name | snakecase | upper }}: {{ int64 $value | quote }}
{{- end }}
{{- end }}

{{- define "parley.environment.message" -}}
{{ include "parley.environment.kafka" (list . "message") }}
{{ include "parley.environment.postgresql" (list . "write") }}
QUARKUS_DATASOURCE_JDBC_URL: {{ include "parley.jdbcUrl" . | quote }}
QUARKUS_DATASOURCE_USERNAME: {{ .Values.postgresql.username }}
PARLEY_HISTORY_ROLE: {{ .Values.postgresql.historyUsername }}
# The schema is brought up to date by an init container.
QUARKUS_FLYWAY_MIGRATE_AT_START: "false"
{{- end }}

{{- define "parley.jdbcUrl" -}}
{{- $tls := include "parley.postgresTls" . | fromJson -}}
{{- $parameters := list -}}
{{- if ne $tls.mode "disable" -}}
{{- $parameters = append $parameters (printf "sslmode=%s" $tls.mode) -}}
{{- if ne $tls.mode "require" -}}
{{- if $tls.caSecret -}}
{{- $parameters = append $parameters "sslrootcert=/etc/parley/postgresql/ca.crt" -}}
{{- else -}}
{{- $parameters = append $parameters "sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" -}}
{{- end -}}
{{- end -}}
{{- end -}}
jdbc:postgresql://{{ include "parley.postgresAddress" (list . "write") }}{{ with $parameters }}?{{ join "&" . }}{{ end }}
{{- end }}

{{- define "parley.environment.history" -}}
{{ include "parley.environment.identity" . }}
{{ include "parley.environment.postgresql" (list . "read") }}
QUARKUS_DATASOURCE_USERNAME: {{ .Values.postgresql.historyUsername }}
QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE: {{ int .Values.history.poolSize | quote }}
{{- end }}

{{- /* (list $ "gateway"): as JSON, NAME -> {secret, key}: what comes from secrets. */}}
{{- define "parley.secretEnvironment" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $environment := dict -}}
{{- if ne $component "history" -}}
{{- $client := include "parley.kafkaClient" . | fromJson -}}
{{- if $client.jaasSecret -}}
{{- $_ := set $environment "KAFKA_SASL_JAAS_CONFIG" (dict "secret" $client.jaasSecret "key" $client.jaasKey) -}}
{{- end -}}
{{- if $client.clientSecret -}}
{{- $_ := set $environment "KAFKA_SSL_KEYSTORE_PASSWORD" (dict "secret" $client.clientSecret "key" $client.clientPasswordKey) -}}
{{- end -}}
{{- end -}}
{{- if eq $component "gateway" -}}
{{- $_ := set $environment "PARLEY_HISTORY_CREDENTIAL" (include "parley.historyCredential" $root | fromJson) -}}
{{- else if eq $component "history" -}}
{{- $_ := set $environment "PARLEY_INTERNAL_CREDENTIAL" (include "parley.historyCredential" $root | fromJson) -}}
{{- $_ := set $environment "QUARKUS_DATASOURCE_PASSWORD" (include "parley.postgresPassword" (list $root "reader") | fromJson) -}}
{{- else -}}
{{- $_ := set $environment "QUARKUS_DATASOURCE_PASSWORD" (include "parley.postgresPassword" (list $root "owner") | fromJson) -}}
{{- end -}}
{{- $environment | toJson -}}
{{- end }}

{{- /* (list $ "gateway"): checksum of all secrets of a service, of its certificates too: nobody reads those again while it runs. */}}
{{- define "parley.secretsChecksum" -}}
{{- $root := index . 0 -}}
{{- $sums := list -}}
{{- range $name, $source := include "parley.secretEnvironment" . | fromJson -}}
{{- $sums = append $sums (printf "%s=%s" $name (include "parley.secretChecksum" (list $root $source.secret $source.key))) -}}
{{- end -}}
{{- range $name, $certificate := include "parley.certificates" . | fromJson -}}
{{- range $key, $file := $certificate.items -}}
{{- $sums = append $sums (printf "%s=%s" $name (include "parley.secretChecksum" (list $root $certificate.secret $key))) -}}
{{- end -}}
{{- end -}}
{{- join "," $sums | sha256sum -}}
{{- end }}

{{- /* (list $ "gateway"): the variables of a container. */}}
{{- define "parley.variables" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- if eq $component "gateway" -}}
- name: PARLEY_GATEWAY_ID
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{ end -}}
{{- range $name, $source := include "parley.secretEnvironment" . | fromJson -}}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ $source.secret }}
      key: {{ $source.key }}
{{ end -}}
{{- with (index $root.Values $component).extraEnv -}}
{{ toYaml . }}
{{ end -}}
{{- end }}

{{- /* (list $ "gateway"): as JSON, the certificates of a service: name -> {secret, items: {key: file}}. */}}
{{- define "parley.certificates" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $certificates := dict -}}
{{- if ne $component "history" -}}
{{- $client := include "parley.kafkaClient" . | fromJson -}}
{{- if $client.caSecret -}}
{{- $_ := set $certificates "kafka" (dict "secret" $client.caSecret "items" (dict $client.caKey "ca.crt")) -}}
{{- end -}}
{{- if $client.clientSecret -}}
{{- $_ := set $certificates "kafka-client" (dict "secret" $client.clientSecret "items" (dict $client.clientKey "client.p12")) -}}
{{- end -}}
{{- end -}}
{{- if ne $component "gateway" -}}
{{- $tls := include "parley.postgresTls" $root | fromJson -}}
{{- if and $tls.caSecret (has $tls.mode (list "verify-ca" "verify-full")) -}}
{{- $_ := set $certificates "postgresql" (dict "secret" $tls.caSecret "items" (dict $tls.caKey "ca.crt")) -}}
{{- end -}}
{{- end -}}
{{- if and (ne $component "message") $root.Values.identity.caSecret (ne (include "parley.mode" (list $root "identity")) "evaluation") -}}
{{- $_ := set $certificates "identity" (dict "secret" $root.Values.identity.caSecret "items" (dict $root.Values.identity.caKey "ca.crt")) -}}
{{- end -}}
{{- $certificates | toJson -}}
{{- end }}

{{- define "parley.volumeMounts" -}}
{{- $root := index . 0 -}}
- name: tmp
  mountPath: /tmp
{{- range $name, $certificate := include "parley.certificates" . | fromJson }}
- name: {{ $name }}-certificate
  mountPath: /etc/parley/{{ $name }}
  readOnly: true
{{- end }}
{{- with (index $root.Values (index . 1)).extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "parley.volumes" -}}
{{- $root := index . 0 -}}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- range $name, $certificate := include "parley.certificates" . | fromJson }}
- name: {{ $name }}-certificate
  secret:
    secretName: {{ $certificate.secret }}
    items:
      {{- range $key, $file := $certificate.items }}
      - key: {{ $key }}
        path: {{ $file }}
      {{- end }}
{{- end }}
{{- with (index $root.Values (index . 1)).extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /* (list $ "gateway"): how a pod of a service is scheduled. */}}
{{- define "parley.scheduling" -}}
{{- $root := index . 0 -}}
{{- $values := index $root.Values (index . 1) -}}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
topologySpreadConstraints:
  {{- if $values.topologySpreadConstraints }}
  {{- toYaml $values.topologySpreadConstraints | nindent 2 }}
  {{- else }}
  {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "parley.selector" (list $root (index $ 1)) | nindent 8 }}
  {{- end }}
  {{- end }}
{{- end }}

{{- define "parley.probe" -}}
{{- $probe := index . 1 -}}
httpGet:
  path: /q/health/{{ index . 0 }}
  port: management
{{ toYaml $probe }}
{{- end }}

{{- /* (list $ "gateway"): the Deployment of a service. */}}
{{- define "parley.deployment" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $values := index $root.Values $component -}}
{{- $size := include "parley.size" . | fromJson -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "parley.metadata" (list $root (include "parley.component" .) $component $values.annotations) | nindent 2 }}
spec:
  {{- if not $values.autoscaling.by }}
  replicas: {{ ternary $size.replicas $values.replicas (kindIs "invalid" $values.replicas) | int }}
  {{- else }}
  {{- /* As many as there are. Left out, the upgrade that turns scaling on would leave Kubernetes' default, which is one. */}}
  {{- with dig "spec" "replicas" 0 (lookup "apps/v1" "Deployment" $root.Release.Namespace (include "parley.component" .) | default dict) }}
  replicas: {{ int . }}
  {{- end }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    {{- toYaml $values.strategy | nindent 4 }}
  selector:
    matchLabels:
      {{- include "parley.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "parley.lastingLabels" . | nindent 8 }}
        {{- with $values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        checksum/environment: {{ include "parley.environment" . | sha256sum }}
        checksum/secrets: {{ include "parley.secretsChecksum" . }}
        {{- with $values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "parley.serviceAccount" . }}
      automountServiceAccountToken: false
      # The variables that Kubernetes makes of services' names would pass for settings.
      enableServiceLinks: false
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        {{- toYaml $root.Values.podSecurityContext | nindent 8 }}
      terminationGracePeriodSeconds: {{ add $values.stopDelaySeconds $values.drainSeconds 20 }}
      {{- include "parley.scheduling" . | nindent 6 }}
      {{- if eq $component "message" }}
      initContainers:
        # Flyway locks: of several pods one migrates, the others wait and find nothing to do. It may take as long as it
        # takes: no probe hurries it.
        - name: migrate
          image: {{ include "parley.image" . }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          securityContext:
            {{- toYaml $root.Values.containerSecurityContext | nindent 12 }}
          envFrom:
            - configMapRef:
                name: {{ include "parley.environmentName" . }}
            {{- with $values.extraEnvFrom }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          env:
            - name: QUARKUS_PROFILE
              value: migration
            - name: QUARKUS_FLYWAY_MIGRATE_AT_START
              value: "true"
            {{- include "parley.variables" . | nindent 12 }}
          resources:
            {{- include "parley.resources" (list $root $component $values.resources) | nindent 12 }}
          volumeMounts:
            {{- include "parley.volumeMounts" . | nindent 12 }}
      {{- end }}
      containers:
        - name: {{ $component }}
          image: {{ include "parley.image" . }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          securityContext:
            {{- toYaml $root.Values.containerSecurityContext | nindent 12 }}
          ports:
            {{- range $name, $port := include "parley.ports" . | fromJson }}
            - name: {{ $name }}
              containerPort: {{ int $port }}
              protocol: TCP
            {{- end }}
          envFrom:
            - configMapRef:
                name: {{ include "parley.environmentName" . }}
            {{- with $values.extraEnvFrom }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          env:
            {{- include "parley.variables" . | nindent 12 }}
          startupProbe:
            {{- include "parley.probe" (list "started" $values.probes.startup) | nindent 12 }}
          readinessProbe:
            {{- include "parley.probe" (list "ready" $values.probes.readiness) | nindent 12 }}
          livenessProbe:
            {{- include "parley.probe" (list "live" $values.probes.liveness) | nindent 12 }}
          {{- if $values.stopDelaySeconds }}
          lifecycle:
            preStop:
              sleep:
                seconds: {{ int $values.stopDelaySeconds }}
          {{- end }}
          resources:
            {{- include "parley.resources" (list $root $component $values.resources) | nindent 12 }}
          volumeMounts:
            {{- include "parley.volumeMounts" . | nindent 12 }}
      volumes:
        {{- include "parley.volumes" . | nindent 8 }}
{{- end }}
