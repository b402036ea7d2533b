package dev.durable.tests.fidelity;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What came of each test of a suite, by its unique id. */
record SuiteRun(Map<String, Test> tests) {
  /** One test: passed, failed, or not run after all. */
  record Test(String name, String outcome, String message) {
    boolean passed() {
      return outcome.equals("passed");
    }
  }

  private static final Pattern UNIQUE_ID = Pattern.compile("unique-id: (.*)");

  /** Reads a report of JUnit's console launcher. */
  static SuiteRun read(Path report) throws Exception {
    var tests = new TreeMap<String, Test>();
    NodeList cases =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      var test = (Element) cases.item(i);
      Matcher id = UNIQUE_ID.matcher(test.getTextContent());
      if (id.find()) {
        tests.put(id.group(1), test(test));
      }
    }
    return new SuiteRun(tests);
  }

  private static Test test(Element test) {
    String type = test.getAttribute("classname");
    String name = type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name");
    for (String outcome : new String[] {"failure", "error", "skipped"}) {
      NodeList found = test.getElementsByTagName(outcome);
      if (found.getLength() > 0) {
        return new Test(name, outcome, found.item(0).getTextContent().strip());
      }
    }
    return new Test(name, "passed", "");
  }

  long passed() {
    return tests.values().stream().filter(Test::passed).count();
  }
}
