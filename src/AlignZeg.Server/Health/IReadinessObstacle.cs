namespace AlignZeg.Server.Health;

/// <summary>Something that a silo has to do before it takes requests.</summary>
public interface IReadinessObstacle
{
    /// <summary>What is still to be done, for people; null once nothing is.</summary>
    string? Obstacle { get; }
}
