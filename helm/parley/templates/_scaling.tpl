{{- /* Connections of one gateway that are wanted on average. */}}
{{- define "parley.connectionsTarget" -}}
{{- div (mul (int64 .Values.gateway.connectionLimit) (int64 .Values.gateway.autoscaling.targetPercent)) 100 -}}
{{- end }}

{{- /* (list $ "gateway"): up at once, down slowly: whoever goes moves what it holds to the others. */}}
{{- define "parley.scalingBehavior" -}}
{{- $root := index . 0 -}}
scaleUp:
  stabilizationWindowSeconds: 0
  policies:
    - type: Percent
      value: 100
      periodSeconds: 60
    - type: Pods
      value: 2
      periodSeconds: 60
  selectPolicy: Max
scaleDown:
  stabilizationWindowSeconds: {{ int (index $root.Values (index . 1)).autoscaling.scaleDownDelaySeconds }}
  policies:
    - type: Pods
      value: 1
      periodSeconds: 300
{{- end }}
