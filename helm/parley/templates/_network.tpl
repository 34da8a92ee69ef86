{{- /* (list $ "gateway"): the pods of a component, as a peer of a NetworkPolicy. */}}
{{- define "parley.peer" -}}
- podSelector:
    matchLabels:
      {{- include "parley.selector" . | nindent 6 }}
{{- end }}

{{- /* The egress rule that reaches Kafka. */}}
{{- define "parley.kafkaEgress" -}}
{{- $mode := include "parley.mode" (list . "kafka") -}}
{{- $ports := list -}}
{{- range splitList "," (include "parley.kafkaBootstrap" .) -}}
{{- $ports = append $ports (splitList ":" (trim .) | last) -}}
{{- end -}}
- ports:
    {{- range uniq $ports }}
    - {port: {{ . }}, protocol: TCP}
    {{- end }}
  {{- if eq $mode "operator" }}
  to:
    - podSelector:
        matchLabels:
          strimzi.io/cluster: {{ include "parley.kafkaCluster" . }}
  {{- else if eq $mode "evaluation" }}
  to:
    {{- include "parley.peer" (list . "kafka") | nindent 4 }}
  {{- else if .Values.networkPolicy.kafka }}
  to:
    {{- toYaml .Values.networkPolicy.kafka | nindent 4 }}
  {{- end }}
{{- end }}

{{- /* "true" if a job makes the topics. */}}
{{- define "parley.topicsJob" -}}
{{- if and .Values.kafka.topics.create (ne (include "parley.mode" (list . "kafka")) "operator") -}}true{{- end -}}
{{- end }}
