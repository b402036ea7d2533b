package dev.durable.programs;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/** Asks this JVM's MBean of the agent, as a monitoring tool would. */
final class Managing {
  private static final long PATIENCE_MILLIS = 60_000;

  private Managing() {}

  /** Makes the server, if need be; whether the MBean is there already. */
  static boolean isServed() throws Exception {
    return ManagementFactory.getPlatformMBeanServer().isRegistered(bean());
  }

  /** An attribute, as a text. */
  static Object attribute(String name) throws Exception {
    return plain(server().getAttribute(bean(), name));
  }

  /** What an operation without parameters returns. */
  static Object invoke(String operation) throws Exception {
    try {
      return server().invoke(bean(), operation, new Object[0], new String[0]);
    } catch (javax.management.RuntimeMBeanException e) {
      throw e.getTargetException();
    }
  }

  private static ObjectName bean() throws Exception {
    return new ObjectName("dev.durable:type=Durable");
  }

  /** The server, once the MBean is there: it comes a little after the server. */
  private static MBeanServer server() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (long waited = 0; !server.isRegistered(bean()) && waited < PATIENCE_MILLIS; waited += 10) {
      Thread.sleep(10);
    }
    return server;
  }

  private static Object plain(Object value) {
    if (value instanceof TabularData) {
      Map<Object, Object> map = new TreeMap<>();
      for (Object row : ((TabularData) value).values()) {
        CompositeData entry = (CompositeData) row;
        map.put(entry.get("key"), plain(entry.get("value")));
      }
      return map;
    }
    if (value instanceof CompositeData) {
      Map<Object, Object> map = new TreeMap<>();
      CompositeData data = (CompositeData) value;
      for (String key : data.getCompositeType().keySet()) {
        map.put(key, plain(data.get(key)));
      }
      return map;
    }
    if (value instanceof long[]) {
      List<Object> list = new ArrayList<>();
      for (long each : (long[]) value) {
        list.add(each);
      }
      return list;
    }
    return value;
  }
}
