using AlignZeg.Abstractions.Access;
using AlignZeg.Cli.Clusters;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Hosting;
using AlignZeg.Grains.NullWork;
using AlignZeg.Grains.Workers;
using AlignZeg.Server.Hosting;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
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

    /// <summary>Where its HTTP API is, if it has one.</summary>
    public Uri Address => new(((WebApplication)_host).Urls.First());

    /// <summary>Starts it in a folder.</summary>
    public static Task<DispatchPlatform> StartAsync(string folder, DispatchWorkers workers, CancellationToken cancellationToken) =>
        StartAsync(Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "alignzeg" }), folder, workers, cancellationToken);

    /// <summary>Starts it in a folder, with the HTTP API at a port that is free.</summary>
    public static Task<DispatchPlatform> StartWithApiAsync(string folder, DispatchWorkers workers, CancellationToken cancellationToken) =>
        StartAsync(WebApplication.CreateEmptyBuilder(new() { ApplicationName = "alignzeg" }).AddApiServer(http => http.Url = "http://127.0.0.1:0", limits: limits => limits.RequestsPerSecond = 0), folder, workers, cancellationToken);

    /// <summary>A new key of a tenant that may label.</summary>
    public async Task<string> KeyAsync(string tenant, CancellationToken cancellationToken)
    {
        var key = ApiKey.Create(tenant);
        await Grains.GetGrain<IKeyRingGrain>(tenant).AddAsync(new(key.Id, key.SecretHash, AccessScopes.Label), cancellationToken);
        return key.Reveal();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    private static async Task<DispatchPlatform> StartAsync(IHostApplicationBuilder builder, string folder, DispatchWorkers workers, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(CommandLine.TraceVariable) is not null)
            builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Information);
        builder.UseOrleans(silo => silo.UseAlignZegEmbedded(folder).UseNullWork()
            .Configure<DeviceOptions>(options => options.Replicas = workers.Count)
            .Configure<WorkerOptions>(options => (options.LeaseImages, options.MaxBatchImages) = (workers.LeaseImages, workers.LeaseImages)));
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        var host = SiloHost.Build(builder);
        await host.StartAsync(cancellationToken);
        return new(host);
    }
}

/// <summary>The workers of the benchmark.</summary>
/// <param name="Count">Their number.</param> <param name="LeaseImages">Most images of a lease.</param>
internal sealed record DispatchWorkers(int Count, int LeaseImages);
