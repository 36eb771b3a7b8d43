using Microsoft.Extensions.Hosting;

namespace AlignZeg.Cli.Labelling;

/// <summary>The command decides when the host ends, and it alone listens to signals.</summary>
internal sealed class CommandLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
