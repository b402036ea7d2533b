package dev.durable.demo.publisher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be counted and picked out of an English text. */
final class Prose {
  private static final Pattern PARAGRAPH_BREAK = Pattern.compile("\\R\\s*\\R");

  /** Letters and digits, joined by single hyphens and apostrophes: "don't", "writing-desk". */
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{N}]+(?:['\u2019-][\\p{L}\\p{N}]+)*");

  /** An end mark, with closing quotes, before a blank and something that may begin a sentence. */
  private static final Pattern SENTENCE_BREAK =
      Pattern.compile("(?<=[.!?]|[.!?][\"'\u201d\u2019)])\\s+(?=[\"'\u201c\u2018(]?\\p{Lu})");

  private static final Pattern ABBREVIATION = Pattern.compile("\\b(?:Mr|Mrs|Ms|Dr|St|Messrs)\\.$");

  private static final Pattern SPEECH = Pattern.compile("\"([^\"]+)\"|\u201c([^\u201d]+)\u201d");

  private static final Set<String> STOP_WORDS =
      new HashSet<String>(
          Arrays.asList(
              ("a about above after again against all also am an and any are as at be because been"
                      + " before being below between both but by came can cannot come could did do"
                      + " does doing don't down during each either else even ever every few for from"
                      + " further go had has have having he her here hers him himself his how i i'm"
                      + " if in indeed into is isn't it it's its itself just know last let like made"
                      + " many may me might more most much must my myself never no nor not now of off"
                      + " on once one only or other our out over own part quite rather said say says"
                      + " see shall she should so some something still such than that that's the"
                      + " their them then there these they thing this those though through to too two"
                      + " under until up upon us very was we well were what when where whether which"
                      + " while who whom why will with without would yet you you're your")
                  .split(" ")));

  private final List<String> paragraphs = new ArrayList<String>();
  private final List<String> sentences = new ArrayList<String>();

  Prose(String text) {
    for (String paragraph : PARAGRAPH_BREAK.split(text)) {
      String line = paragraph.replaceAll("\\s+", " ").trim();
      if (!line.isEmpty()) {
        paragraphs.add(line);
        addSentences(line);
      }
    }
  }

  private void addSentences(String paragraph) {
    int start = 0;
    Matcher gap = SENTENCE_BREAK.matcher(paragraph);
    while (gap.find()) {
      String sentence = paragraph.substring(start, gap.start());
      if (!ABBREVIATION.matcher(sentence).find()) {
        sentences.add(sentence);
        start = gap.end();
      }
    }
    sentences.add(paragraph.substring(start));
  }

  List<String> paragraphs() {
    return Collections.unmodifiableList(paragraphs);
  }

  List<String> sentences() {
    return Collections.unmodifiableList(sentences);
  }

  int wordCount() {
    int count = 0;
    for (String sentence : sentences) {
      count += words(sentence).size();
    }
    return count;
  }

  /** At most {@code limit} sentences, the one with the most words first. */
  List<String> longestSentences(int limit) {
    List<String> byLength = new ArrayList<String>(sentences);
    Collections.sort(
        byLength,
        new Comparator<String>() {
          @Override
          public int compare(String one, String other) {
            return Integer.compare(words(other).size(), words(one).size());
          }
        });
    return byLength.subList(0, Math.min(limit, byLength.size()));
  }

  /** What stands between double quotes, paragraph by paragraph, in the order of the text. */
  List<String> quotes() {
    List<String> quotes = new ArrayList<String>();
    for (String paragraph : paragraphs) {
      Matcher speech = SPEECH.matcher(paragraph);
      while (speech.find()) {
        quotes.add(speech.group(1) != null ? speech.group(1) : speech.group(2));
      }
    }
    return quotes;
  }

  /**
   * Where each term occurs. A term is a word in lower case that isn't one of the commonest of the
   * language.
   *
   * @return the terms in alphabetical order, each with the indices of its sentences, one for each
   *     occurrence
   */
  Map<String, List<Integer>> concordance() {
    Map<String, List<Integer>> occurrences = new TreeMap<String, List<Integer>>();
    for (int i = 0; i < sentences.size(); i++) {
      for (String word : words(sentences.get(i))) {
        String term = word.toLowerCase(Locale.ENGLISH);
        if (STOP_WORDS.contains(term)) {
          continue;
        }
        if (!occurrences.containsKey(term)) {
          occurrences.put(term, new ArrayList<Integer>());
        }
        occurrences.get(term).add(i);
      }
    }
    return occurrences;
  }

  /** At most {@code limit} terms, the most frequent first, equals in alphabetical order. */
  List<String> frequentTerms(int limit) {
    final Map<String, List<Integer>> occurrences = concordance();
    List<String> terms = new ArrayList<String>(occurrences.keySet());
    Collections.sort(
        terms,
        new Comparator<String>() {
          @Override
          public int compare(String one, String other) {
            return Integer.compare(occurrences.get(other).size(), occurrences.get(one).size());
          }
        });
    return terms.subList(0, Math.min(limit, terms.size()));
  }

  static List<String> words(String text) {
    List<String> words = new ArrayList<String>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(word.group());
    }
    return words;
  }
}
