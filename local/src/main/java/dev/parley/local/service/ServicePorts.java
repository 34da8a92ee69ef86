package dev.parley.local.service;

import dev.parley.local.process.Ports;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the services listen.
 *
 * @param gateways one for each gateway to start
 * @param internalHistory history-service's port for gateways
 */
public record ServicePorts(
        List<ServiceEndpoint> gateways, ServiceEndpoint history, int internalHistory, ServiceEndpoint message) {

    public ServicePorts {
        gateways = List.copyOf(gateways);
    }

    public static ServicePorts free(int gateways) {
        return new ServicePorts(
                Stream.generate(ServiceEndpoint::free).limit(gateways).toList(),
                ServiceEndpoint.free(),
                Ports.anyFree(),
                ServiceEndpoint.free());
    }
}
