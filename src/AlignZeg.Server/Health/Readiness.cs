using Microsoft.Extensions.Hosting;

namespace AlignZeg.Server.Health;

/// <summary>Whether a silo takes requests. Not asked here: Redis and the storage. That they are away is no reason to take requests from every silo at once.</summary>
internal sealed class Readiness(ISiloStatusOracle silo, IHostApplicationLifetime lifetime)
{
    /// <summary>Null if it is ready; otherwise <c>starting</c> or <c>draining</c>.</summary>
    public string? Obstacle() =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "draining"
        : silo.CurrentStatus == SiloStatus.Active ? null
        : "starting";
}
