using Microsoft.Extensions.Hosting;

namespace AlignZeg.Server.Health;

/// <summary>Whether a silo takes requests. Not asked here: Redis and the storage. That they are away is no reason to take requests from every silo at once.</summary>
internal sealed class Readiness(ISiloStatusOracle silo, IHostApplicationLifetime lifetime, IEnumerable<IReadinessObstacle> obstacles)
{
    /// <summary>Null if it is ready; otherwise <c>starting</c>, <c>draining</c>, or what is still to be done.</summary>
    public string? Obstacle() =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "draining"
        : silo.CurrentStatus != SiloStatus.Active ? "starting"
        : obstacles.Select(one => one.Obstacle).FirstOrDefault(obstacle => obstacle is not null);
}
