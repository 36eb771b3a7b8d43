using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Hosting;
using AlignZeg.Grains.Workers;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Cli.Labelling;

/// <summary>A silo in this process with its storage in a folder: the whole platform, without anything to install or start.</summary>
internal sealed class EmbeddedPlatform : IPlatform
{
    private readonly IHost _host;
    private readonly IBlobStore _blobs;
    private readonly FileDirectory _files;

    private EmbeddedPlatform(IHost host)
    {
        _host = host;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
        _blobs = host.Services.GetRequiredService<IBlobStore>();
        _files = host.Services.GetRequiredService<FileDirectory>();
    }

    /// <summary>Device threads unless told otherwise: one per processor, each with a copy of the model, up to what a small machine has memory for.</summary>
    public static int DefaultWorkers { get; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    public IGrainFactory Grains { get; }

    /// <summary>Starts it; what the folder holds from earlier runs is there again.</summary>
    public static async Task<EmbeddedPlatform> StartAsync(string state, LabelRequest request, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "alignzeg" });
        if (Environment.GetEnvironmentVariable(CommandLine.TraceVariable) is not null)
            builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Information);
        builder.UseOrleans(silo => silo.UseAlignZegEmbedded(Path.Combine(state, "store"))
            .Configure<DeviceOptions>(options => options.Replicas = request.Workers ?? DefaultWorkers)
            .Configure<ImageDecodingOptions>(options => OwnImages.Limit(options))
            .Configure<WorkerOptions>(options => options.MaxBatchImages = request.BatchImages ?? options.MaxBatchImages));
        builder.Services.AddSingleton<ISegmenterFactory, TorchSegmenterFactory>();
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task BringAsync(string name, string file, CancellationToken cancellationToken)
    {
        var source = _files.PathOf(name);
        File.Delete(file);
        if (HardLink.TryCreate(file, source)) return Task.CompletedTask;
        File.Copy(source, file + ".tmp", overwrite: true);
        File.Move(file + ".tmp", file, overwrite: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ModelBundle> OfferModelAsync(ModelBundle model, CancellationToken cancellationToken) => Task.FromResult(model);

    /// <inheritdoc/>
    public Task<string> OfferImageAsync(ImageEntry image, CancellationToken cancellationToken) => Task.FromResult(new Uri(image.Path).AbsoluteUri);

    /// <inheritdoc/>
    public async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken) =>
        (await _blobs.ReadAsync(name, cancellationToken) ?? throw new FileNotFoundException($"The blob '{name}' is gone from '{_files.Root}'; delete the output folder and start again.")).Content;

    /// <inheritdoc/>
    public Task<BlobRef> WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _blobs.WriteNamedAsync(name, bytes, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string name) => _blobs.DeleteAsync(name);

    /// <summary>Lets the workers end their batch, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
