package dev.durable.tests.syscalls;

import dev.durable.tests.Child;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Every row of the table in docs/guarantees.md, as calls that a program makes, and the states that
 * others may find meanwhile, in their order: of those between the first and the last, only what is
 * written in place or made name by name has any.
 *
 * @param states from what it starts with to what it leads to
 */
record Scenario(String name, List<List<String>> calls, List<Map<String, String>> states) {

  private static final String TABLE =
      """
      replace                   | write here/f new                                                  | here/f=old => here/f=new
      replace-by-lines          | lines here/f new                                                  | here/f=old => here/f=new\\n
      replace-many-writes       | fill here/f 70000                                                 | here/f=old => here/f=*70000
      new-file                  | write here/f new                                                  | nothing => here/f=new
      overwrite-beginning       | write here/f new WRITE                                            | here/f=old-content => here/f=new-content
      exclusive                 | write here/f new CREATE_NEW WRITE                                 | nothing => here/f=new
      append                    | write here/f new APPEND                                           | here/f=old => here/f=oldnew
      append-to-new             | write here/f new CREATE APPEND                                    | nothing => here/f= => here/f=new
      linked-shorter            | write here/f new                                                  | here/f=old-content here/g==here/f => here/f=new here/g==here/f
      linked-longer             | write here/f newer-and-longer                                     | here/f=old-content here/g==here/f => here/f=newer-and-longer here/g==here/f
      linked-beginning          | write here/f new WRITE                                            | here/f=old-content here/g==here/f => here/f=new-content here/g==here/f
      through-link              | write here/l new                                                  | there/f=old here/l->../there/f => there/f=new here/l->../there/f
      through-dangling-link     | write here/l new                                                  | here/l->../there/f => there/f=new here/l->../there/f

      stream                    | open S stream-name here/f ; put S new ; finally close S           | here/f=old => here/f=new
      stream-to-new             | open S stream-file here/f ; put S new ; finally close S           | nothing => here/f=new
      writer-with-buffer        | open S writer-name here/f ; put S new ; finally close S           | here/f=old => here/f=new
      output-stream             | open S output-stream here/f ; put S new ; finally close S         | here/f=old => here/f=new
      buffered-writer-to-new    | open S buffered-writer here/f ; put S new ; finally close S       | nothing => here/f=new
      channel                   | open S file-channel here/f WRITE TRUNCATE_EXISTING ; put S new ; finally close S | here/f=old => here/f=new
      channel-to-new            | open S byte-channel here/f WRITE CREATE TRUNCATE_EXISTING ; put S new ; finally close S | nothing => here/f=new
      channel-gathering         | open S file-channel here/f WRITE TRUNCATE_EXISTING ; gather S ne w ; finally close S | here/f=old => here/f=new
      channel-transfer          | open S file-channel here/f WRITE TRUNCATE_EXISTING ; take-in S here/s ; finally close S | here/f=old here/s=new => here/f=new here/s=new
      async                     | open S async here/f WRITE TRUNCATE_EXISTING ; put S new ; finally close S | here/f=old => here/f=new
      linked-stream             | open S stream-name here/f ; put S new ; finally close S           | here/f=old-content here/g==here/f => here/f=new here/g==here/f
      synced-stream             | open S stream-name here/f ; put S new ; sync S ; put S er ; finally close S | here/f=old => here/f= => here/f=new => here/f=newer
      forced-channel            | open S file-channel here/f WRITE TRUNCATE_EXISTING ; put S new ; force S true ; put S er ; finally close S | here/f=old => here/f=new => here/f=newer
      locked-channel            | open S file-channel here/f WRITE TRUNCATE_EXISTING ; put S ne ; lock S L ; put S w ; finally close S | here/f=old => here/f= => here/f=ne => here/f=new
      mapped-channel            | open S file-channel here/f READ WRITE TRUNCATE_EXISTING ; map S new ; finally close S | here/f=old => here/f= => here/f=\\0\\0\\0 => here/f=new

      exclusive-channel         | open S file-channel here/f WRITE CREATE_NEW ; put S new ; finally close S | nothing => here/f= => here/f=new
      append-stream             | open S append-name here/f ; put S new ; finally close S           | here/f=old => here/f=oldnew
      append-stream-to-new      | open S append-file here/f ; put S new ; finally close S           | nothing => here/f= => here/f=new
      append-channel            | open S output-stream here/f WRITE APPEND ; put S new ; finally close S | here/f=old => here/f=oldnew
      random-access             | open S random-rw here/f ; put S new ; finally close S             | here/f=old-content => here/f=new-content
      random-access-to-new      | open S random-rwd here/f ; put S new ; cut S 2 ; finally close S  | nothing => here/f= => here/f=new => here/f=ne
      updating-channel          | open S file-channel here/f READ WRITE ; put S new ; finally close S | here/f=old-content => here/f=new-content
      updating-mapped           | open S file-channel here/f READ WRITE ; map S new ; finally close S | here/f=old-content => here/f=new-content

      copy                      | copy here/s here/f REPLACE_EXISTING                               | here/f=old here/s=new => here/f=new here/s=new
      copy-to-new               | copy here/s there/f                                               | here/s=new => here/s=new there/f=new
      copy-attributes           | copy here/s there/f REPLACE_EXISTING COPY_ATTRIBUTES              | here/s=new there/f=old => here/s=new there/f=new
      copy-from-far             | copy far/s here/f REPLACE_EXISTING                                | far/s=new here/f=old => far/s=new here/f=new
      copy-link                 | copy here/l there/f REPLACE_EXISTING NOFOLLOW_LINKS               | here/l->f there/f=old => here/l->f there/f->f
      copy-directory            | copy here/d there/d                                               | here/d/ => here/d/ there/d/
      copy-in                   | copy-in new here/f REPLACE_EXISTING                               | here/f=old => here/f=new
      copy-in-new               | copy-in new here/f                                                | nothing => here/f=new

      move                      | move here/s here/f REPLACE_EXISTING                               | here/f=old here/s=new => here/f=new
      move-to-new               | move here/s there/f                                               | here/s=new => there/f=new
      move-to-directory         | move here/s there/f REPLACE_EXISTING                              | here/s=new there/f=old => there/f=new
      move-atomic               | move here/s there/f ATOMIC_MOVE                                   | here/s=new there/f=old => there/f=new
      move-far                  | move here/s far/f REPLACE_EXISTING                                | here/s=new far/f=old => here/s=new far/f=new => far/f=new
      move-directory            | move here/d there/d                                               | here/d/ here/d/f=new => there/d/ there/d/f=new
      move-link                 | move here/l there/l REPLACE_EXISTING                              | here/l->f there/l=old => there/l->f
      rename                    | rename here/s there/f                                             | here/s=new there/f=old => there/f=new
      rename-directory          | rename here/d there/d                                             | here/d/ here/d/f=new => there/d/ there/d/f=new

      delete                    | delete here/f                                                     | here/f=old => nothing
      delete-existing           | delete-existing here/f                                            | here/f=old => nothing
      delete-file               | delete-file here/f                                                | here/f=old => nothing
      delete-directory          | delete here/d                                                     | here/d/ => nothing
      directory                 | directory here/d                                                  | nothing => here/d/
      directories               | directories here/a/b                                              | nothing => here/a/ => here/a/ here/a/b/
      mkdir                     | mkdir here/d                                                      | nothing => here/d/
      mkdirs                    | mkdirs here/a/b                                                   | nothing => here/a/ => here/a/ here/a/b/
      create                    | create here/f                                                     | nothing => here/f=
      new-file-of-io            | new-file here/f                                                   | nothing => here/f=
      link                      | link here/g here/f                                                | here/f=old => here/f=old here/g==here/f
      symlink                   | symlink here/l here/f                                             | here/f=old => here/f=old here/l->@here/f
      """;

  /** All of them. */
  static List<Scenario> all() {
    var all = new ArrayList<Scenario>();
    for (String row : TABLE.lines().filter(line -> !line.isBlank()).toList()) {
      String[] columns = row.split("\\|");
      var calls = new ArrayList<List<String>>();
      for (String call : columns[1].strip().split(" ; ")) {
        calls.add(List.of(call.strip().split(" +")));
      }
      var states = Arrays.stream(columns[2].split("=>")).map(State::parse).toList();
      all.add(new Scenario(columns[0].strip(), calls, states));
    }
    return all;
  }

  Map<String, String> before() {
    return states.get(0);
  }

  /** Which of its states the scene is in; -1 if in none. */
  int state(Map<String, String> found, Scene scene) {
    for (int i = states.size() - 1; i >= 0; i--) {
      if (State.found(states.get(i), scene).equals(found)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether nobody ever finds anything in between. */
  boolean isWhole() {
    return states.size() == 2;
  }

  boolean isOneCall() {
    return calls.size() == 1;
  }

  /** Whether it uses a file system that the base isn't on. */
  boolean isFar() {
    return calls.toString().contains("far/");
  }

  /** The line for {@code Calls} that has the calls prepared on a thread of their own. */
  String line(Scene scene) {
    var words = new ArrayList<Object>(List.of("apart"));
    for (List<String> call : calls) {
      if (words.size() > 1) {
        words.add(";");
      }
      for (String word : call) {
        // Handles are the whole process's.
        words.add(
            word.matches("(here|there|far)/.*")
                ? scene.resolve(word)
                : word.matches("[SL]") ? word + "-" + name : word);
      }
    }
    return Child.line(words.toArray());
  }

  @Override
  public String toString() {
    return name;
  }
}
