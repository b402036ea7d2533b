package dev.durable.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Gives a temp file what its target has: owner, group, mode, access list, extended attributes and
 * security label. What can't be given is an obstacle: the file is then written in place, where all
 * of that stays by itself.
 */
abstract class Attributes implements AutoCloseable {

  /**
   * Attributes that a plain write would take away or change as well: file capabilities (the kernel
   * drops them, security/commoncap.c) and the measurements of integrity modules.
   */
  private static final List<String> OF_THE_CONTENT =
      Arrays.asList("security.capability", "security.ima", "security.evm");

  private static final int SET_USER_OR_GROUP_ID = 06000;
  private static final int PERMISSIONS = 07777;

  /** Creates the temp file for the replacement of {@code target}, which exists. */
  static Temp.Own createTemp(Target target) throws IOException {
    if (JdkInternals.attributesOf(target.path)) {
      return Disk.createTemp(target.directory(), Disk.PRIVATE);
    }
    // The JDK's own copy is the only public way to access lists and labels. It takes the content
    // along, which is cut off again.
    Path temp = target.path.resolveSibling(TempName.next());
    Disk.provider(temp)
        .copy(target.path, temp, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    try {
      return new Temp.Own(
          temp,
          Disk.open(
              temp,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING,
              LinkOption.NOFOLLOW_LINKS));
    } catch (IOException | RuntimeException | Error e) {
      Disk.discard(temp);
      throw e;
    }
  }

  /**
   * Gives {@code temp} the target's attributes as they are at this moment.
   *
   * @throws ObstacleException if one of them can't be given
   */
  static Attributes keep(Target target, Temp temp) throws IOException, ObstacleException {
    return JdkInternals.attributesOf(target.path)
        ? new ByDescriptor(target, temp, true)
        : new ByCopy(target.path, temp.path);
  }

  /**
   * As {@link #keep}, those of another temp file, which this user has made.
   *
   * @return null if only the mode could be given
   */
  static Attributes keepOrMode(Target model, Temp temp) throws IOException {
    try {
      return keep(model, temp);
    } catch (ObstacleException e) {
      Object mode = model.factsNow().get("mode");
      Disk.setAttribute(temp.path, "unix:mode", (Integer) mode & PERMISSIONS);
      return null;
    }
  }

  /** Gives a file that was written in place those of another one, by its descriptor. */
  static void give(Target model, Temp file) throws IOException, ObstacleException {
    if (model != null && model.exists() && JdkInternals.attributesOf(model.path)) {
      new ByDescriptor(model, file, false).close();
    }
  }

  /** Those of a temp file that has all of its target's already. */
  static Attributes keptAlready(Temp temp) throws IOException {
    return JdkInternals.attributesOf(temp.path) ? new ByDescriptor(temp) : NONE;
  }

  private static final Attributes NONE =
      new Attributes() {
        @Override
        void announce() {}
      };

  /**
   * Makes watchers of the directory see that the target was modified: to them a rename alone is a
   * new file. The attribute event of a change of mode, to what it already is, is an ENTRY_MODIFY to
   * the JDK's WatchService.
   */
  abstract void announce();

  @Override
  public void close() {}

  /** Through descriptors, so that no name can be swapped under it. */
  private static final class ByDescriptor extends Attributes {
    private final Temp temp;
    private final int descriptor;
    private int mode;

    ByDescriptor(Temp temp) throws IOException {
      this.temp = temp;
      try {
        descriptor = temp.descriptor();
      } catch (NativeException e) {
        throw e.asIOException(temp.path);
      }
      boolean known = false;
      try {
        mode = modeOf(temp);
        known = true;
      } finally {
        if (!known) {
          close();
        }
      }
    }

    ByDescriptor(Target target, Temp temp, boolean asWritten)
        throws IOException, ObstacleException {
      this.temp = temp;
      descriptor = descriptorOf(temp);
      boolean kept = false;
      try {
        Map<String, Object> wanted = target.factsNow();
        Map<String, Object> own = Disk.attributes(temp.path, "mode,uid,gid");
        mode = (Integer) wanted.get("mode") & PERMISSIONS;
        keepOwner(wanted, own);
        // After the owner, since a change of owner takes set-user-ID away.
        keepXattrs(target.path);
        chmod();
        if (asWritten && (mode & SET_USER_OR_GROUP_ID) != 0) {
          writeOneByteMore(temp);
          mode = modeOf(temp);
        }
        kept = true;
      } finally {
        if (!kept) {
          close();
        }
      }
    }

    /** Readable still: the mode comes last. */
    private static int descriptorOf(Temp temp) throws IOException, ObstacleException {
      try {
        return temp.descriptor();
      } catch (NativeException e) {
        throw notOpened(e, temp.path);
      }
    }

    /**
     * No descriptors are no obstacle of the file's: the overwrite in place, a moment later, may
     * find some, and is seen half done by others.
     */
    private static ObstacleException notOpened(NativeException e, Path file) throws IOException {
      if (e.isShortage()) {
        throw e.asIOException(file);
      }
      return new ObstacleException(Obstacle.ATTRIBUTES);
    }

    private static int modeOf(Temp temp) throws IOException {
      return (Integer) Disk.attributes(temp.path, "mode").get("mode") & PERMISSIONS;
    }

    private void keepOwner(Map<String, Object> wanted, Map<String, Object> own)
        throws ObstacleException {
      int uid = (Integer) wanted.get("uid");
      int gid = (Integer) wanted.get("gid");
      if (own.get("uid").equals(uid) && own.get("gid").equals(gid)) {
        return;
      }
      try {
        JdkInternals.chown(descriptor, uid, gid);
      } catch (NativeException e) {
        throw new ObstacleException(Obstacle.OWNER);
      }
    }

    private void chmod() throws ObstacleException {
      try {
        JdkInternals.chmod(descriptor, mode);
      } catch (NativeException e) {
        throw new ObstacleException(Obstacle.OWNER);
      }
    }

    private void keepXattrs(Path target) throws IOException, ObstacleException {
      int source;
      try {
        source = JdkInternals.open(target);
      } catch (NativeException e) {
        if (e.errno == NativeException.ENOENT) {
          return;
        }
        throw notOpened(e, target);
      }
      try {
        List<String> wanted = Arrays.asList(JdkInternals.xattrs(source));
        List<String> own = Arrays.asList(JdkInternals.xattrs(descriptor));
        // What the directory's default access list has put on the new file.
        for (String name : own) {
          if (!wanted.contains(name)) {
            JdkInternals.removeXattr(descriptor, name);
          }
        }
        for (String name : wanted) {
          if (OF_THE_CONTENT.contains(name)) {
            continue;
          }
          byte[] value = JdkInternals.xattr(source, name);
          boolean same =
              value == null
                  || own.contains(name)
                      && Arrays.equals(value, JdkInternals.xattr(descriptor, name));
          if (!same) {
            JdkInternals.setXattr(descriptor, name, value);
          }
        }
      } catch (NativeException e) {
        throw new ObstacleException(Obstacle.ATTRIBUTES);
      } finally {
        JdkInternals.close(source);
      }
    }

    /**
     * A write takes set-user-ID and set-group-ID away, or not, by the kernel's rules (mode, user,
     * capabilities); so one is made under the final mode.
     */
    private static void writeOneByteMore(Temp temp) throws IOException {
      FileChannel channel = temp.channel();
      long size = channel.size();
      channel.write(ByteBuffer.allocate(1), size);
      channel.truncate(size);
      temp.done(channel);
    }

    @Override
    void announce() {
      try {
        JdkInternals.chmod(descriptor, mode);
      } catch (NativeException e) {
        // The file has been replaced; that a watcher may take it for a new one is all there is to
        // it.
      }
    }

    @Override
    public void close() {
      temp.release(descriptor);
    }
  }

  /** The attributes have come with the copy; what is left is to see whether all have. */
  private static final class ByCopy extends Attributes {
    ByCopy(Path target, Path temp) throws IOException, ObstacleException {
      if (Disk.isPosix(target)
          && !Disk.attributes(target, "mode,uid,gid")
              .equals(Disk.attributes(temp, "mode,uid,gid"))) {
        throw new ObstacleException(Obstacle.OWNER);
      }
    }

    @Override
    void announce() {}
  }
}
