package dev.durable.programs.libraries;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** ImageIO: each line is a row of an image, its letters the shades of grey. */
final class Images {
  private static final int WIDTH = 80;

  private Images() {}

  static void addTo(Map<String, Way> ways) {
    ways.put("ImageIO.write to a File", new Way(Way.Kind.PIECEWISE, Images::toFile, Images::read));
    ways.put(
        "ImageIO.write to a FileOutputStream",
        new Way(Way.Kind.PIECEWISE, Images::toStream, Images::read));
  }

  private static void toFile(File file, Lines lines) throws IOException {
    ImageIO.write(image(lines), "png", file);
  }

  private static void toStream(File file, Lines lines) throws IOException {
    ImageIO.setUseCache(false);
    try (OutputStream out = new FileOutputStream(file)) {
      ImageIO.write(image(lines), "png", out);
    }
  }

  private static List<String> read(File file) throws IOException {
    Raster raster = ImageIO.read(file).getRaster();
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < raster.getHeight(); y++) {
      byte[] row = (byte[]) raster.getDataElements(0, y, WIDTH, 1, null);
      lines.add(new String(row, StandardCharsets.US_ASCII).trim());
    }
    return lines;
  }

  private static RenderedImage image(Lines lines) {
    BufferedImage image = new BufferedImage(WIDTH, lines.size(), BufferedImage.TYPE_BYTE_GRAY);
    int y = 0;
    for (String line : lines.again()) {
      byte[] row = line.getBytes(StandardCharsets.US_ASCII);
      image.getRaster().setDataElements(0, y, row.length, 1, row);
      y++;
    }
    // A library reads a BufferedImage's memory; another image it asks for its rows,
    // unless it is a single tile.
    return (RenderedImage)
        Proxy.newProxyInstance(
            Images.class.getClassLoader(),
            new Class<?>[] {RenderedImage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getTileHeight")) {
                return 1;
              }
              if (arguments != null && arguments[0] instanceof Rectangle) {
                Rectangle rows = (Rectangle) arguments[0];
                lines.subList(rows.y, rows.y + rows.height).forEach(line -> {});
              }
              return method.invoke(image, arguments);
            });
  }
}
