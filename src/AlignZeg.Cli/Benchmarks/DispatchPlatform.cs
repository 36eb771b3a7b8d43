using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Hosting;
using AlignZeg.Grains.NullWork;
using AlignZeg.Grains.Workers;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>The embedded platform as <c>label</c> has it, with file storage that waits for the disk, and workers that do nothing to images.</summary>
internal sealed class DispatchPlatform : IAsyncDisposable
{
    private readonly IHost _host;

    private DispatchPlatform(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IBlobStore Blobs => _host.Services.GetRequiredService<IBlobStore>();

    /// <summary>Starts it in a folder.</summary>
    public static async Task<DispatchPlatform> StartAsync(string folder, DispatchWorkers workers, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "alignzeg" });
        if (Environment.GetEnvironmentVariable(CommandLine.TraceVariable) is not null)
            builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Information);
        builder.UseOrleans(silo => silo.UseAlignZegEmbedded(folder).UseNullWork()
            .Configure<DeviceOptions>(options => options.Replicas = workers.Count)
            .Configure<WorkerOptions>(options => (options.LeaseImages, options.MaxBatchImages) = (workers.LeaseImages, workers.LeaseImages)));
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}

/// <summary>The workers of the benchmark.</summary>
/// <param name="Count">Their number.</param> <param name="LeaseImages">Most images of a lease.</param>
internal sealed record DispatchWorkers(int Count, int LeaseImages);
