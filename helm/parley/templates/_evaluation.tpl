{{- /* One node that is broker and controller; sizes for a laptop. */}}
{{- define "parley.kafkaProperties" -}}
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@localhost:9093
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://:9092,CONTROLLER://localhost:9093
advertised.listeners=PLAINTEXT://{{ include "parley.kafkaBootstrap" . }}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=/var/lib/kafka/data/log
auto.create.topics.enable=false
num.network.threads=2
num.io.threads=4
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=2
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
log.segment.bytes=67108864
log.cleaner.dedupe.buffer.size=8388608
{{- end }}

{{- /* (list $ "kafka" storage): the volume of a store. */}}
{{- define "parley.claim" -}}
{{- $storage := index . 2 -}}
- metadata:
    name: data
    labels:
      {{- include "parley.selector" (list (index . 0) (index . 1)) | nindent 6 }}
  spec:
    accessModes: [ReadWriteOnce]
    {{- with $storage.className }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests:
        storage: {{ $storage.size }}
{{- end }}

{{- /* The realm with people, whose password Keycloak takes from its environment when it imports. */}}
{{- define "parley.evaluationRealm" -}}
{{ include "parley.realm" (list . true) }}
users:
  {{- range .Values.identity.evaluation.people }}
  - username: {{ . | quote }}
    enabled: true
    firstName: {{ title . | quote }}
    lastName: Evaluation
    email: {{ printf "%s@parley.example" . | quote }}
    emailVerified: true
    credentials:
      - type: password
        value: "${PEOPLE_PASSWORD}"
        temporary: false
    realmRoles: [default-roles-parley]
  {{- end }}
{{- end }}
