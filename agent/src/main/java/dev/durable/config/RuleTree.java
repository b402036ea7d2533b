package dev.durable.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the pattern that decides on a path. A radix tree of the patterns' literal beginnings: only
 * those are tried whose whole beginning the path shares, so a path that none can match is let go
 * after the characters that it has in common with one.
 */
final class RuleTree {

  private static final class Node {
    private String label;

    /** The first characters of the children's labels, sorted. */
    private char[] firsts = {};

    private Node[] children = {};

    /** In their order. */
    private final List<PathPattern> patterns = new ArrayList<PathPattern>(1);

    private Node(String label) {
      this.label = label;
    }

    private void insert(Node child) {
      int slot = -Arrays.binarySearch(firsts, child.label.charAt(0)) - 1;
      char[] moreFirsts = Arrays.copyOf(firsts, firsts.length + 1);
      Node[] moreChildren = Arrays.copyOf(children, children.length + 1);
      System.arraycopy(firsts, slot, moreFirsts, slot + 1, firsts.length - slot);
      System.arraycopy(children, slot, moreChildren, slot + 1, children.length - slot);
      moreFirsts[slot] = child.label.charAt(0);
      moreChildren[slot] = child;
      firsts = moreFirsts;
      children = moreChildren;
    }

    /** Splits after that many characters of the label; returns the new parent of the rest. */
    private Node split(int length) {
      Node parent = new Node(label.substring(0, length));
      label = label.substring(length);
      parent.insert(this);
      return parent;
    }
  }

  private final Node root = new Node("");

  /**
   * Adds a pattern; of all the tree's, its order must be the highest so far.
   *
   * @param prefix what the paths that it matches begin with
   */
  void add(String prefix, PathPattern pattern) {
    Node node = root;
    int at = 0;
    while (at < prefix.length()) {
      int slot = Arrays.binarySearch(node.firsts, prefix.charAt(at));
      if (slot < 0) {
        Node leaf = new Node(prefix.substring(at));
        node.insert(leaf);
        node = leaf;
        break;
      }
      Node child = node.children[slot];
      int shared = shared(child.label, prefix, at);
      if (shared < child.label.length()) {
        child = child.split(shared);
        node.children[slot] = child;
      }
      node = child;
      at += shared;
    }
    node.patterns.add(pattern);
  }

  private static int shared(String label, String prefix, int at) {
    int length = 0;
    while (length < label.length()
        && at + length < prefix.length()
        && label.charAt(length) == prefix.charAt(at + length)) {
      length++;
    }
    return length;
  }

  /** The last pattern that matches the path, or null. */
  PathPattern find(String path) {
    PathPattern last = null;
    Node node = root;
    int at = 0;
    while (true) {
      for (int i = node.patterns.size() - 1; i >= 0; i--) {
        PathPattern pattern = node.patterns.get(i);
        if (last != null && last.order > pattern.order) {
          break;
        }
        if (pattern.matches(path, at)) {
          last = pattern;
          break;
        }
      }
      if (at == path.length()) {
        return last;
      }
      int slot = Arrays.binarySearch(node.firsts, path.charAt(at));
      if (slot < 0 || !path.startsWith(node.children[slot].label, at)) {
        return last;
      }
      node = node.children[slot];
      at += node.label.length();
    }
  }
}
