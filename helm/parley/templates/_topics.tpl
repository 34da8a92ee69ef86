{{- /* The script that makes topics with Kafka's own tools. Secrets come by environment and go into a file, never onto a
command line. */}}
{{- define "parley.topicsScript" -}}
{{- $client := include "parley.kafkaClient" (list . "message") | fromJson -}}
set -euo pipefail
umask 077
{
  echo 'security.protocol={{ $client.protocol }}'
  {{- with $client.mechanism }}
  echo 'sasl.mechanism={{ . }}'
  printf 'sasl.jaas.config=%s\n' "$JAAS"
  {{- end }}
  {{- if $client.caSecret }}
  echo 'ssl.truststore.type=PEM'
  echo 'ssl.truststore.location=/etc/parley/kafka/ca.crt'
  {{- end }}
  {{- if $client.clientSecret }}
  echo 'ssl.keystore.type=PKCS12'
  echo 'ssl.keystore.location=/etc/parley/kafka-client/client.p12'
  printf 'ssl.keystore.password=%s\n' "$KEYSTORE_PASSWORD"
  {{- end }}
} > /tmp/client.properties
topic() {
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$BOOTSTRAP" --command-config /tmp/client.properties \
    --create --if-not-exists --topic "$1" --partitions "$2" --replication-factor {{ include "parley.topicReplicas" . }} \
    --config retention.ms="$3" --config segment.ms="$3" --config message.timestamp.type=LogAppendTime \
    --config min.insync.replicas={{ include "parley.minInSyncReplicas" . }}
}
{{- range (include "parley.topics" . | fromJson).topics }}
topic {{ .name }} {{ int64 .partitions }} {{ int64 .retention }}
{{- end }}
{{- end }}

{{- /* (list $ uid): like the services' pods, as the user that an official image expects. */}}
{{- define "parley.storeSecurityContext" -}}
{{- $root := index . 0 -}}
{{- $user := index . 1 -}}
{{- merge (dict "runAsUser" $user "runAsGroup" $user "fsGroup" $user) $root.Values.podSecurityContext | toYaml -}}
{{- end }}
