package dev.durable.programs.libraries;

import java.io.File;
import java.util.List;
import java.util.Map;
import javax.xml.bind.JAXBContext;
import javax.xml.bind.JAXBException;
import javax.xml.bind.annotation.XmlRootElement;

/** JAXB: Java 8 has its interfaces itself, later ones have them from a library. */
final class Jaxb {
  private Jaxb() {}

  static void addTo(Map<String, Way> ways) {
    ways.put(
        "JAXB Marshaller.marshal", new Way(Way.Kind.PIECEWISE, Jaxb::marshal, Jaxb::unmarshal));
  }

  private static void marshal(File file, Lines lines) throws JAXBException {
    Document document = new Document();
    document.line = lines;
    JAXBContext.newInstance(Document.class).createMarshaller().marshal(document, file);
  }

  private static List<String> unmarshal(File file) throws JAXBException {
    Object document = JAXBContext.newInstance(Document.class).createUnmarshaller().unmarshal(file);
    return ((Document) document).line;
  }

  /** What is marshalled. */
  @XmlRootElement
  public static final class Document {
    public List<String> line;
  }
}
