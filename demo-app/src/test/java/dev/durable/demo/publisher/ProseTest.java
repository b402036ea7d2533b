package dev.durable.demo.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProseTest {
  @Test
  void wordsAreCountedWithTheirApostrophesAndSingleHyphens() {
    assertEquals(
        List.of("Why", "isn't", "a", "raven", "like", "a", "writing-desk", "in", "1865"),
        Prose.words("Why isn't a raven--like a 'writing-desk'--in 1865?"));
    assertEquals(9, new Prose("Why isn't a raven--like a 'writing-desk'--in 1865?").wordCount());
  }

  @Test
  void paragraphsArePartedByBlankLinesAndJoinedFromTheirLines() {
    assertEquals(
        List.of("One line and the next.", "Another."),
        new Prose("One line\n  and the next.\n\n \nAnother.\n").paragraphs());
  }

  @Test
  void sentencesEndAtTheirMarksButNotAtAbbreviations() {
    assertEquals(
        List.of("Mr. Bennet made no answer.", "Why?", "He was tired!", "So it was."),
        new Prose("Mr. Bennet made no answer. Why? He was tired! So it was.").sentences());
  }

  @Test
  void aClosingQuoteBelongsToTheSentenceItEnds() {
    assertEquals(
        List.of("\"No room!", "No room!\" they cried.", "\"There's plenty!\"", "\"Not for you.\""),
        new Prose("\"No room! No room!\" they cried. \"There's plenty!\" \"Not for you.\"")
            .sentences());
  }

  @Test
  void aParagraphsEndIsASentencesEnd() {
    assertEquals(
        List.of("Fellow-Countrymen:", "At this second appearing"),
        new Prose("Fellow-Countrymen:\n\nAt this second appearing").sentences());
  }

  @Test
  void theLongestSentencesComeFirst() {
    var prose = new Prose("One two. One two three four. One. One two three.");

    assertEquals(List.of("One two three four.", "One two three."), prose.longestSentences(2));
    assertEquals(4, prose.longestSentences(10).size());
  }

  @Test
  void speechIsWhatStandsBetweenDoubleQuotes() {
    var text =
        """
        "Seven!" I answered. "Indeed," said he,
        "a little 'more'."

        “Frequently.” And "this is never closed.

        "How often?"
        """;

    assertEquals(
        List.of("Seven!", "Indeed,", "a little 'more'.", "Frequently.", "How often?"),
        new Prose(text).quotes());
  }

  @Test
  void aTextWithoutSpeechHasNoQuotes() {
    assertEquals(List.of(), new Prose("Call me Ishmael.").quotes());
  }

  @Test
  void theMostFrequentTermsAreCountedInAnyCaseAndWithoutTheCommonWords() {
    var prose = new Prose("The sea, the Sea and the whale. A sailor saw the whale. Sea!");

    assertEquals(List.of("sea", "whale", "sailor", "saw"), prose.frequentTerms(4));
    assertEquals(List.of("sea"), prose.frequentTerms(1));
  }

  @Test
  void theConcordanceNamesTheSentenceOfEachOccurrence() {
    var concordance = new Prose("War came. The war, all war. Peace.").concordance();

    assertEquals(List.of(0, 1, 1), concordance.get("war"));
    assertEquals(List.of(2), concordance.get("peace"));
    assertNull(concordance.get("the"));
  }

  @Test
  void anEmptyTextHasNothing() {
    var prose = new Prose(" \n\n ");

    assertEquals(0, prose.wordCount());
    assertEquals(List.of(), prose.sentences());
    assertEquals(List.of(), prose.longestSentences(5));
    assertEquals(List.of(), prose.frequentTerms(5));
  }
}
