{{- /* What a schema cannot say well: values that only make sense together. Every sentence says what to do. */}}

{{- define "parley.check" -}}
{{- $problems := list -}}
{{- $production := eq .Values.profile "production" -}}
{{- range $store := list "kafka" "postgresql" "identity" -}}
{{- if and $production (eq (include "parley.mode" (list $ $store)) "evaluation") -}}
{{- $problems = append $problems (printf "%s.mode: the evaluation's own %s is no store for profile production; use external or operator" $store $store) -}}
{{- end -}}
{{- end -}}
{{- if eq (include "parley.mode" (list . "kafka")) "external" -}}
{{- if not .Values.kafka.bootstrapServers -}}
{{- $problems = append $problems "kafka.bootstrapServers: say where Kafka is (host:port,host:port), or set kafka.mode: operator" -}}
{{- end -}}
{{- if and (ne .Values.kafka.mechanism "none") (not .Values.kafka.existingSecret) -}}
{{- $problems = append $problems "kafka.existingSecret: name the Secret with sasl.jaas.config, or set kafka.mechanism: none" -}}
{{- end -}}
{{- end -}}
{{- if eq (include "parley.mode" (list . "postgresql")) "external" -}}
{{- if not .Values.postgresql.host -}}
{{- $problems = append $problems "postgresql.host: say where PostgreSQL is, or set postgresql.mode: operator" -}}
{{- end -}}
{{- if not .Values.postgresql.existingSecret -}}
{{- $problems = append $problems "postgresql.existingSecret: name the Secret with password and history-password" -}}
{{- end -}}
{{- end -}}
{{- if eq (include "parley.mode" (list . "identity")) "external" -}}
{{- if not .Values.identity.issuer -}}
{{- $problems = append $problems "identity.issuer: say which Keycloak realm signs people in (https://<keycloak>/realms/<realm>), or set identity.mode: operator" -}}
{{- end -}}
{{- else if eq (include "parley.mode" (list . "identity")) "operator" -}}
{{- if not .Values.identity.operator.host -}}
{{- $problems = append $problems "identity.operator.host: say under which name people reach Keycloak" -}}
{{- end -}}
{{- if not .Values.identity.operator.tlsSecret -}}
{{- $problems = append $problems "identity.operator.tlsSecret: name the Secret with Keycloak's certificate" -}}
{{- end -}}
{{- if and (ne (include "parley.mode" (list . "postgresql")) "operator") (not .Values.identity.operator.database.host) -}}
{{- $problems = append $problems "identity.operator.database.host: without postgresql.mode: operator Keycloak needs a database of its own" -}}
{{- end -}}
{{- end -}}
{{- if and (ne (include "parley.mode" (list . "identity")) "external") (not (include "parley.pages" . | fromJson).pages) -}}
{{- $problems = append $problems "allowedOrigins: people sign in on pages of a known address; name one that is no regular expression" -}}
{{- end -}}
{{- if and $production .Values.tls.insecure -}}
{{- $problems = append $problems "tls.insecure: tokens would travel in the clear; not with profile production" -}}
{{- end -}}
{{- if and $production (not .Values.host) (not .Values.allowedOrigins) -}}
{{- $problems = append $problems "host: say under which name people reach Parley (or set allowedOrigins and make your own way in)" -}}
{{- end -}}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) -}}
{{- $problems = append $problems "httpRoute.parentRefs: name the Gateway that the route belongs to" -}}
{{- end -}}
{{- if and (or (include "parley.ingressEnabled" .) .Values.httpRoute.enabled) (not .Values.host) -}}
{{- $problems = append $problems "host: an Ingress or HTTPRoute needs a name" -}}
{{- end -}}
{{- if and (eq .Values.gateway.autoscaling.by "keda") (not .Values.monitoring.prometheusUrl) -}}
{{- $problems = append $problems "monitoring.prometheusUrl: KEDA asks Prometheus how many connections are open; say where it is" -}}
{{- end -}}
{{- $partitions := include "parley.partitions" . | int -}}
{{- range $name, $count := dict "replicas" .Values.message.replicas "autoscaling.min" .Values.message.autoscaling.min -}}
{{- if and (not (kindIs "invalid" $count)) (gt (int $count) $partitions) -}}
{{- $problems = append $problems (printf "message.%s: %d, but kafka.topics.partitions is %d; the rest would have nothing to do" $name (int $count) $partitions) -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.message.autoscaling.by "keda") (include "parley.kafkaClient" (list . "message") | fromJson).clientSecret -}}
{{- $problems = append $problems "message.autoscaling.by: KEDA cannot read a client certificate as PKCS#12 (kafka.tls.clientSecret); use hpa" -}}
{{- end -}}
{{- if and .Values.tracing.enabled (not .Values.tracing.endpoint) -}}
{{- $problems = append $problems "tracing.endpoint: say where traces go (OTLP over HTTP, http://collector:4318)" -}}
{{- end -}}
{{- if gt (include "parley.minInSyncReplicas" . | int) (include "parley.topicReplicas" . | int) -}}
{{- $problems = append $problems "kafka.topics.minInSyncReplicas: more than there are replicas; nothing could be written" -}}
{{- end -}}
{{- with $problems -}}
{{- fail (printf "\n\n%s\n" (join "\n" (uniq .))) -}}
{{- end -}}
{{- end }}
