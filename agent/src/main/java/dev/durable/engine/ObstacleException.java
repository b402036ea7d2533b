package dev.durable.engine;

/** Leads from the place that meets an obstacle to the place that knows the way round it. */
final class ObstacleException extends Exception {
  private static final long serialVersionUID = 1;

  final Obstacle obstacle;

  ObstacleException(Obstacle obstacle) {
    super(obstacle.description, null, false, false);
    this.obstacle = obstacle;
  }
}
