package dev.durable.programs.libraries;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** A Lucene index. */
final class Lucene {
  private static final String FIELD = "number";

  private Lucene() {}

  static void addTo(Map<String, Growth> ways) {
    ways.put("Lucene FSDirectory", new Growth(Growth.Kind.FORCED, Lucene::index, Lucene::read));
  }

  private static void index(Path path, Numbers numbers) throws Exception {
    try (Directory directory = FSDirectory.open(path);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (int number : numbers) {
        Document document = new Document();
        document.add(new StoredField(FIELD, number));
        writer.addDocument(document);
        if (number % 250 == 0) {
          writer.commit();
        }
      }
    }
  }

  private static List<Integer> read(Path path) throws Exception {
    List<Integer> numbers = new ArrayList<>();
    try (Directory directory = FSDirectory.open(path);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (int i = 0; i < reader.maxDoc(); i++) {
        numbers.add(reader.document(i).getField(FIELD).numericValue().intValue());
      }
    }
    return numbers;
  }
}
