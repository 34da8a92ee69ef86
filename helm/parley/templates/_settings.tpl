{{- /* What the chart decides from several values: sizes, where the stores are, public addresses. */}}

{{- define "parley.sizeName" -}}
{{- .Values.size | default (ternary "single" "small" (eq .Values.profile "evaluation")) -}}
{{- end }}

{{- /* As JSON: what the chosen size says of a component. */}}
{{- define "parley.size" -}}
{{- $root := index . 0 -}}
{{- $sizes := $root.Files.Get "files/sizes.yaml" | fromYaml -}}
{{- index $sizes (include "parley.sizeName" $root) (index . 1) | toJson -}}
{{- end }}

{{- /* (list $ "gateway" values): resources as given, or by size. */}}
{{- define "parley.resources" -}}
{{- $given := index . 2 -}}
{{- if $given -}}
{{- toYaml $given -}}
{{- else -}}
{{- $size := include "parley.size" (list (index . 0) (index . 1)) | fromJson -}}
requests:
  cpu: {{ $size.cpu | quote }}
  memory: {{ $size.memory }}
limits:
  memory: {{ $size.memory }}
{{- end -}}
{{- end }}

{{- define "parley.partitions" -}}
{{- .Values.kafka.topics.partitions | default (include "parley.size" (list . "kafka") | fromJson).partitions | int -}}
{{- end }}

{{- define "parley.topicReplicas" -}}
{{- if eq (include "parley.mode" (list . "kafka")) "evaluation" -}}1
{{- else -}}
{{- .Values.kafka.topics.replicas | default (include "parley.size" (list . "kafka") | fromJson).topicReplicas | int -}}
{{- end -}}
{{- end }}

{{- define "parley.minInSyncReplicas" -}}
{{- if eq (include "parley.mode" (list . "kafka")) "evaluation" -}}1
{{- else -}}
{{- .Values.kafka.topics.minInSyncReplicas | default (include "parley.size" (list . "kafka") | fromJson).minInSyncReplicas | int -}}
{{- end -}}
{{- end }}

{{- /* As JSON: the topics. Commands are kept longest, for a message-service that was down; events a day, of which gateways
read back minutes; replies and signals are worthless after a moment. */}}
{{- define "parley.topics" -}}
{{- $partitions := include "parley.partitions" . | int -}}
{{- $replicas := include "parley.topicReplicas" . | int -}}
{{- $few := min 4 $partitions | int -}}
{{- $hour := 3600000 -}}
{{- $topics := list
  (dict "name" "parley.commands" "partitions" $partitions "retention" (mul .Values.kafka.topics.commandsRetentionHours $hour))
  (dict "name" "parley.events" "partitions" $partitions "retention" (mul .Values.kafka.topics.eventsRetentionHours $hour))
  (dict "name" "parley.replies" "partitions" $few "retention" $hour)
  (dict "name" "parley.signals" "partitions" $few "retention" (div $hour 6))
  (dict "name" "parley.commands.dead" "partitions" 1 "retention" (mul 720 $hour)) -}}
{{- dict "topics" $topics | toJson -}}
{{- end }}

{{- /* (list $ "kafka"): evaluation, external or operator. */}}
{{- define "parley.mode" -}}
{{- $root := index . 0 -}}
{{- $mode := (index $root.Values (index . 1)).mode -}}
{{- $mode | default (ternary "evaluation" "external" (eq $root.Values.profile "evaluation")) -}}
{{- end }}

{{- /* Where people find it: no slash at the end. */}}
{{- define "parley.publicUrl" -}}
{{- if .Values.host -}}
{{- printf "%s://%s" (ternary "http" "https" .Values.tls.insecure) .Values.host -}}
{{- else -}}
http://localhost:8080
{{- end -}}
{{- end }}

{{- /* As JSON: where pages come from that people sign in on. Without a host somebody made a way in of their own. */}}
{{- define "parley.pages" -}}
{{- $pages := list (include "parley.publicUrl" .) -}}
{{- if and (not .Values.host) .Values.allowedOrigins -}}
{{- $pages = list -}}
{{- range .Values.allowedOrigins -}}
{{- if not (hasPrefix "/" .) }}{{- $pages = append $pages . -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- dict "pages" $pages | toJson -}}
{{- end }}

{{- define "parley.ingressEnabled" -}}
{{- $ingress := .Values.ingress.enabled -}}
{{- if kindIs "invalid" $ingress -}}
{{- if and .Values.host (not .Values.httpRoute.enabled) }}true{{ end -}}
{{- else if $ingress -}}
true
{{- end -}}
{{- end }}

{{- define "parley.allowedOrigins" -}}
{{- if .Values.allowedOrigins -}}
{{- join "," .Values.allowedOrigins -}}
{{- else -}}
{{- include "parley.publicUrl" . -}}
{{- end -}}
{{- end }}

{{- /* --- Kafka --- */}}

{{- define "parley.kafkaCluster" -}}{{ include "parley.component" (list . "kafka") }}{{- end }}

{{- define "parley.kafkaBootstrap" -}}
{{- $mode := include "parley.mode" (list . "kafka") -}}
{{- if eq $mode "external" -}}
{{- .Values.kafka.bootstrapServers -}}
{{- else if eq $mode "operator" -}}
{{- printf "%s-kafka-bootstrap.%s.svc:9093" (include "parley.kafkaCluster" .) .Release.Namespace -}}
{{- else -}}
{{- printf "%s.%s.svc:9092" (include "parley.kafkaCluster" .) .Release.Namespace -}}
{{- end -}}
{{- end }}

{{- /* (list $ "gateway"): as JSON, how a component reaches Kafka: protocol, mechanism, jaasSecret, jaasKey, caSecret, caKey … */}}
{{- define "parley.kafkaClient" -}}
{{- $root := index . 0 -}}
{{- $kafka := $root.Values.kafka -}}
{{- $mode := include "parley.mode" (list $root "kafka") -}}
{{- if eq $mode "evaluation" -}}
{{- dict "protocol" "PLAINTEXT" | toJson -}}
{{- else if eq $mode "operator" -}}
{{- dict "protocol" "SASL_SSL" "mechanism" "SCRAM-SHA-512" "jaasSecret" (include "parley.kafkaUser" .) "jaasKey" "sasl.jaas.config" "caSecret" (printf "%s-cluster-ca-cert" (include "parley.kafkaCluster" $root)) "caKey" "ca.crt" | toJson -}}
{{- else -}}
{{- $sasl := ne $kafka.mechanism "none" -}}
{{- $client := dict "protocol" (ternary (ternary "SASL_SSL" "SSL" $sasl) (ternary "SASL_PLAINTEXT" "PLAINTEXT" $sasl) $kafka.tls.enabled) -}}
{{- if $sasl -}}
{{- $_ := merge $client (dict "mechanism" $kafka.mechanism "jaasSecret" (ternary ($kafka.messageSecret | default $kafka.existingSecret) $kafka.existingSecret (eq (index . 1) "message")) "jaasKey" $kafka.existingSecretKey) -}}
{{- end -}}
{{- if and $kafka.tls.enabled $kafka.tls.caSecret -}}
{{- $_ := merge $client (dict "caSecret" $kafka.tls.caSecret "caKey" $kafka.tls.caKey) -}}
{{- end -}}
{{- if and $kafka.tls.enabled $kafka.tls.clientSecret -}}
{{- $_ := merge $client (dict "clientSecret" $kafka.tls.clientSecret "clientKey" $kafka.tls.clientKey "clientPasswordKey" $kafka.tls.clientPasswordKey) -}}
{{- end -}}
{{- $client | toJson -}}
{{- end -}}
{{- end }}

{{- /* (list $ "gateway"): its account, and the Secret that Strimzi makes of it. */}}
{{- define "parley.kafkaUser" -}}{{ include "parley.component" . }}-kafka{{- end }}

{{- /* --- PostgreSQL --- */}}

{{- define "parley.postgresCluster" -}}{{ include "parley.component" (list . "postgresql") }}{{- end }}

{{- /* (list $ "write") or (list $ "read") -> host:port/database */}}
{{- define "parley.postgresAddress" -}}
{{- $root := index . 0 -}}
{{- $read := eq (index . 1) "read" -}}
{{- $postgresql := $root.Values.postgresql -}}
{{- $mode := include "parley.mode" (list $root "postgresql") -}}
{{- if eq $mode "external" -}}
{{- $host := $postgresql.host -}}
{{- if and $read $postgresql.readHost }}{{- $host = $postgresql.readHost }}{{- end -}}
{{- printf "%s:%d/%s" $host (int $postgresql.port) $postgresql.database -}}
{{- else if eq $mode "operator" -}}
{{- $suffix := ternary "ro" "rw" (and $read $postgresql.operator.readReplicas) -}}
{{- printf "%s-%s.%s.svc:5432/%s" (include "parley.postgresCluster" $root) $suffix $root.Release.Namespace $postgresql.database -}}
{{- else -}}
{{- printf "%s:5432/%s" (include "parley.component" (list $root "postgresql")) $postgresql.database -}}
{{- end -}}
{{- end }}

{{- /* As JSON: mode, caSecret, caKey. */}}
{{- define "parley.postgresTls" -}}
{{- $mode := include "parley.mode" (list . "postgresql") -}}
{{- if eq $mode "evaluation" -}}
{{- dict "mode" "disable" | toJson -}}
{{- else if eq $mode "operator" -}}
{{- dict "mode" "verify-full" "caSecret" (printf "%s-ca" (include "parley.postgresCluster" .)) "caKey" "ca.crt" | toJson -}}
{{- else -}}
{{- dict "mode" .Values.postgresql.tls.mode "caSecret" .Values.postgresql.tls.caSecret "caKey" .Values.postgresql.tls.caKey | toJson -}}
{{- end -}}
{{- end }}

{{- /* As JSON: the secret and key of the password of the owner ("owner") or the reader ("reader"). */}}
{{- define "parley.postgresPassword" -}}
{{- $root := index . 0 -}}
{{- $owner := eq (index . 1) "owner" -}}
{{- $postgresql := $root.Values.postgresql -}}
{{- $mode := include "parley.mode" (list $root "postgresql") -}}
{{- if eq $mode "external" -}}
{{- $secret := ternary $postgresql.existingSecret ($postgresql.historySecret | default $postgresql.existingSecret) $owner -}}
{{- dict "secret" $secret "key" (ternary $postgresql.passwordKey $postgresql.historyPasswordKey $owner) | toJson -}}
{{- else if eq $mode "operator" -}}
{{- dict "secret" (printf "%s-%s" (include "parley.postgresCluster" $root) (ternary "owner" "reader" $owner)) "key" "password" | toJson -}}
{{- else -}}
{{- dict "secret" (include "parley.generatedName" $root) "key" (ternary "postgresql-password" "postgresql-history-password" $owner) | toJson -}}
{{- end -}}
{{- end }}

{{- /* --- Identity --- */}}

{{- /* The evaluation's Keycloak has a path of its own, so that one public name is enough for everything. */}}
{{- define "parley.keycloakPath" -}}/auth{{- end }}

{{- define "parley.keycloakUrl" -}}
{{- if .Values.host -}}
{{- printf "%s%s" (include "parley.publicUrl" .) (include "parley.keycloakPath" .) -}}
{{- else -}}
{{- printf "http://localhost:8180%s" (include "parley.keycloakPath" .) -}}
{{- end -}}
{{- end }}

{{- /* What stands in tokens. */}}
{{- define "parley.issuer" -}}
{{- $mode := include "parley.mode" (list . "identity") -}}
{{- if eq $mode "external" -}}
{{- trimSuffix "/" .Values.identity.issuer -}}
{{- else if eq $mode "operator" -}}
{{- printf "https://%s/realms/parley" .Values.identity.operator.host -}}
{{- else -}}
{{- printf "%s/realms/parley" (include "parley.keycloakUrl" .) -}}
{{- end -}}
{{- end }}

{{- /* Where the services ask for keys. */}}
{{- define "parley.issuerInternal" -}}
{{- $mode := include "parley.mode" (list . "identity") -}}
{{- if eq $mode "external" -}}
{{- trimSuffix "/" (.Values.identity.internalUrl | default .Values.identity.issuer) -}}
{{- else if eq $mode "operator" -}}
{{- printf "https://%s/realms/parley" .Values.identity.operator.host -}}
{{- else -}}
{{- printf "http://%s:8080%s/realms/parley" (include "parley.component" (list . "keycloak")) (include "parley.keycloakPath" .) -}}
{{- end -}}
{{- end }}

{{- define "parley.identityPort" -}}
{{- $authority := (include "parley.issuerInternal" . | urlParse) -}}
{{- if contains ":" $authority.host -}}
{{- splitList ":" $authority.host | last -}}
{{- else -}}
{{- ternary "80" "443" (eq $authority.scheme "http") -}}
{{- end -}}
{{- end }}

{{- /* --- history-service's credential --- */}}

{{- define "parley.historyCredential" -}}
{{- if .Values.history.credentialSecret -}}
{{- dict "secret" .Values.history.credentialSecret "key" .Values.history.credentialKey | toJson -}}
{{- else -}}
{{- dict "secret" (include "parley.generatedName" .) "key" "internal-credential" | toJson -}}
{{- end -}}
{{- end }}
