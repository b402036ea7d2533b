package dev.durable.programs.libraries;

import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.XMLFilterImpl;

/** {@code javax.xml.transform}. */
final class XmlFiles {
  private XmlFiles() {}

  static void addTo(Map<String, Way> ways) {
    ways.put(
        "Transformer to a StreamResult of a File",
        new Way(Way.Kind.PIECEWISE, XmlFiles::toFile, XmlFiles::read));
    ways.put(
        "Transformer to a StreamResult of a FileOutputStream",
        new Way(Way.Kind.PIECEWISE, XmlFiles::toStream, XmlFiles::read));
  }

  private static void toFile(File file, Lines lines) throws Exception {
    transform(lines, new StreamResult(file));
  }

  private static void toStream(File file, Lines lines) throws Exception {
    try (OutputStream out = new FileOutputStream(file)) {
      transform(lines, new StreamResult(out));
    }
  }

  private static void transform(Lines lines, StreamResult result) throws Exception {
    Transformer identity = TransformerFactory.newInstance().newTransformer();
    identity.setErrorListener(new Thrown());
    identity.transform(new SAXSource(new Events(lines), new InputSource()), result);
  }

  private static List<String> read(File file) throws Exception {
    List<String> lines = new ArrayList<>();
    for (Element line : elements(file, "line")) {
      lines.add(line.getTextContent());
    }
    return lines;
  }

  /** All elements of that name in an XML file, without a look at its document type. */
  static List<Element> elements(File file, String name) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    builder.setEntityResolver((type, system) -> new InputSource(new StringReader("")));
    NodeList nodes = builder.parse(file).getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** The lines as the events of a parser. */
  private static final class Events extends XMLFilterImpl {
    private final Lines lines;

    Events(Lines lines) {
      this.lines = lines;
    }

    @Override
    public void parse(InputSource none) throws SAXException {
      startDocument();
      startElement("", "lines", "lines", new AttributesImpl());
      for (String line : lines) {
        startElement("", "line", "line", new AttributesImpl());
        characters(line.toCharArray(), 0, line.length());
        endElement("", "line", "line");
      }
      endElement("", "lines", "lines");
      endDocument();
    }
  }

  /** The default one also prints what it is told. */
  private static final class Thrown implements ErrorListener {
    @Override
    public void warning(TransformerException e) throws TransformerException {
      throw e;
    }

    @Override
    public void error(TransformerException e) throws TransformerException {
      throw e;
    }

    @Override
    public void fatalError(TransformerException e) throws TransformerException {
      throw e;
    }
  }
}
