package dev.durable.programs.libraries;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A table of an H2 database, in a file. */
final class H2 {
  private H2() {}

  static void addTo(Map<String, Growth> ways) {
    ways.put("H2", new Growth(Growth.Kind.FORCED, H2::insert, H2::select));
  }

  private static Connection connect(Path directory) throws SQLException {
    return DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("database"));
  }

  private static void insert(Path directory, Numbers numbers) throws SQLException {
    try (Connection connection = connect(directory);
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists added (number int primary key)");
      try (PreparedStatement insert = connection.prepareStatement("insert into added values (?)")) {
        for (int number : numbers) {
          insert.setInt(1, number);
          insert.executeUpdate();
          if (number % 250 == 0) {
            // Else what was committed is written some time later.
            statement.execute("checkpoint sync");
          }
        }
      }
    }
  }

  private static List<Integer> select(Path directory) throws SQLException {
    List<Integer> numbers = new ArrayList<>();
    try (Connection connection = connect(directory);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select number from added")) {
      while (rows.next()) {
        numbers.add(rows.getInt(1));
      }
    }
    return numbers;
  }
}
