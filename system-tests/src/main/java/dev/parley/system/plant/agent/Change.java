package dev.parley.system.plant.agent;

/**
 * One change to one of a service's classes.
 *
 * @param type the class, with dots
 * @param method its name alone; there is one
 */
public record Change(String type, String method, Edit edit) {
    private static final String SERVICES = "dev.parley.";

    /** The service whose class it is: {@code message}, {@code gateway} or {@code history}. */
    public String service() {
        return type.substring(SERVICES.length(), type.indexOf('.', SERVICES.length()));
    }

    /** Within a loader: with slashes. */
    String internalName() {
        return type.replace('.', '/');
    }

    /** What the internal names of all of a service's classes begin with. */
    static String internalPackage(String service) {
        return (SERVICES + service + '.').replace('.', '/');
    }
}
