package dev.durable.agent;

import dev.durable.control.Control;
import dev.durable.control.Management;
import dev.durable.hooks.Arrivals;
import dev.durable.observe.Recorder;
import dev.durable.weave.Loom;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Set;

/** What the agent tells the JDK's management and flight recorder, once somebody uses them. */
final class Services {
  private static final String MANAGEMENT = "java.lang.management.ManagementFactory";
  private static final String RECORDER = "jdk.jfr.internal.PlatformRecorder";

  private Services() {}

  /** Takes the flight recorder's events. */
  interface Recorded {
    void recordBy(Recorder recorder);
  }

  /**
   * Waits for both; nothing of them is loaded until then.
   *
   * @param loom installed
   * @param afterwards what else there is to do that the application need not wait for
   */
  static void offer(
      final Control control, final Loom loom, final Recorded recorded, final Runnable afterwards) {
    final Runnable management = management(control);
    final Runnable recording = new Recording(recorded);
    Arrivals.whenManaged(management);
    Arrivals.whenRecorded(recording);
    Thread thread =
        new Thread("durable-services") {
          @Override
          public void run() {
            // Agents before this one, or the application itself, may use them already.
            Set<String> loaded = loom.weaveLoaded();
            if (loaded.contains(MANAGEMENT) && Management.isInUse()) {
              management.run();
            }
            if (loaded.contains(RECORDER)) {
              recording.run();
            }
            afterwards.run();
          }
        };
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  /** Its class is loaded when it is first run. */
  private static Runnable management(final Control control) {
    return new Runnable() {
      private Runnable registration;

      @Override
      public synchronized void run() {
        try {
          if (registration == null) {
            registration = new Management(control);
          }
          registration.run();
        } catch (RuntimeException | Error e) {
          // Whoever has asked for the MBean server gets it all the same.
          control.log().warn("management", "", "the MBean can't be registered: " + e);
        }
      }
    };
  }

  /** Has the flight recorder told what happens, from its first recording on. */
  private static final class Recording implements Runnable {
    private final Recorded recorded;
    private boolean begun;

    Recording(Recorded recorded) {
      this.recorded = recorded;
    }

    @Override
    public synchronized void run() {
      if (!begun) {
        begun = true;
        AccessController.doPrivileged(
            new PrivilegedAction<Void>() {
              @Override
              public Void run() {
                begin();
                return null;
              }
            });
      }
    }

    private void begin() {
      try {
        recorded.recordBy(
            (Recorder)
                Class.forName("dev.durable.observe.jfr.FlightEvents")
                    .getDeclaredConstructor()
                    .newInstance());
      } catch (ReflectiveOperationException | RuntimeException | Error e) {
        // A flight recorder of another kind, or a damaged jar: it goes without.
      }
    }
  }
}
