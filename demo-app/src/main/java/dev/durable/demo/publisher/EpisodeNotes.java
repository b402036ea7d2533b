package dev.durable.demo.publisher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The notes to one episode, in lines. They are derived from the transcript once; each edition of
 * them has its number and features another sentence, quote and term.
 */
final class EpisodeNotes {
  private static final int WORDS_A_MINUTE = 150;
  private static final int CENTS_A_MINUTE = 125;
  private static final int TOP_TERMS = 12;
  private static final int LONGEST_SENTENCES = 5;

  private final Transcript transcript;
  private final int words;
  private final List<String> sentences;
  private final List<String> quotes;
  private final List<String> topTerms;
  private final List<String> figures;
  private final List<String> speech;
  private final List<String> concordance;

  EpisodeNotes(Transcript transcript) {
    this.transcript = transcript;
    Prose prose = new Prose(transcript.text());
    Map<String, List<Integer>> occurrences = prose.concordance();
    words = prose.wordCount();
    sentences = prose.sentences();
    quotes = prose.quotes();
    topTerms = prose.frequentTerms(TOP_TERMS);
    figures = figures(prose, occurrences);
    speech = speech();
    concordance = concordance(occurrences);
  }

  Transcript transcript() {
    return transcript;
  }

  int words() {
    return words;
  }

  List<String> topTerms() {
    return topTerms;
  }

  /** How long the episode is to listen to, in minutes, rounded up. */
  int minutes() {
    return (words + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE;
  }

  /** What the transcription is billed at, in cents. */
  int cost() {
    return minutes() * CENTS_A_MINUTE;
  }

  List<String> summary(int edition) {
    return render("summary", edition, "Sentence", sentences, figures);
  }

  List<String> quotes(int edition) {
    return render("quotes", edition, "Quote", quotes, speech);
  }

  List<String> keyConcepts(int edition) {
    return render("key concepts", edition, "Term", topTerms, concordance);
  }

  /** What readers see first: the summary and the quotes on one page. */
  List<String> page(int edition) {
    List<String> lines = new ArrayList<String>(summary(edition));
    lines.addAll(quotes(edition));
    return lines;
  }

  List<String> metadata(int edition) {
    List<String> lines = new ArrayList<String>();
    lines.add("episode: \"" + transcript.name() + "\"");
    lines.add("edition: " + edition);
    lines.add("words: " + words);
    lines.add("sentences: " + sentences.size());
    lines.add("quotes: " + quotes.size());
    lines.add("minutes: " + minutes());
    lines.add("terms:");
    for (String term : topTerms) {
      lines.add("  - \"" + term + "\"");
    }
    return lines;
  }

  private List<String> render(
      String part, int edition, String item, List<String> items, List<String> body) {
    List<String> lines = new ArrayList<String>(body.size() + 6);
    lines.add("# " + transcript.title() + ": " + part);
    lines.add("");
    lines.add("Edition " + edition);
    lines.add("");
    if (!items.isEmpty()) {
      lines.add(item + " of this edition: " + items.get(edition % items.size()));
      lines.add("");
    }
    lines.addAll(body);
    return lines;
  }

  private List<String> figures(Prose prose, Map<String, List<Integer>> occurrences) {
    List<String> lines = new ArrayList<String>();
    lines.add(
        String.format(
            "%d words in %d sentences and %d paragraphs, %d minutes.",
            words, sentences.size(), prose.paragraphs().size(), minutes()));
    lines.addAll(Arrays.asList("", "## Most frequent terms", ""));
    for (String term : topTerms) {
      lines.add("- " + term + ", " + occurrences.get(term).size());
    }
    lines.addAll(Arrays.asList("", "## Longest sentences", ""));
    for (String sentence : prose.longestSentences(LONGEST_SENTENCES)) {
      lines.add("> " + sentence);
      lines.add("");
    }
    return lines;
  }

  private List<String> speech() {
    List<String> lines = new ArrayList<String>();
    lines.add("## Speech, in order: " + quotes.size());
    lines.add("");
    for (String quote : quotes) {
      lines.add("> " + quote);
      lines.add("");
    }
    return lines;
  }

  private List<String> concordance(Map<String, List<Integer>> occurrences) {
    List<String> lines = new ArrayList<String>();
    for (Map.Entry<String, List<Integer>> term : occurrences.entrySet()) {
      lines.add("## " + term.getKey());
      lines.add("");
      for (int index : term.getValue()) {
        lines.add("- Sentence " + (index + 1) + ": " + context(index));
      }
      lines.add("");
    }
    return lines;
  }

  /** The sentence, with the one before and the one after it. */
  private String context(int index) {
    int last = Math.min(index + 1, sentences.size() - 1);
    return String.join(" ", sentences.subList(Math.max(index - 1, 0), last + 1));
  }
}
