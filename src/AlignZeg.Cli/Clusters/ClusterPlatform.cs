using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Grains.Hosting;
using AlignZeg.Model.Inference;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace AlignZeg.Cli.Clusters;

/// <summary>A cluster of silos, seen from outside: images and model go into its storage first, once per content.</summary>
internal sealed class ClusterPlatform : IPlatform
{
    private const string Images = $"tenants/{LabellingJob.Tenant}/images";
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(30);

    // A silo that dies is noticed by a client only when its calls run out of time; they are short polls, and are repeated.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private readonly IHost _host;
    private readonly IBlobStore _blobs;

    private ClusterPlatform(IHost host)
    {
        _host = host;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
        _blobs = host.Services.GetRequiredService<IBlobStore>();
    }

    public IGrainFactory Grains { get; }

    /// <summary>Connects to a cluster.</summary>
    /// <param name="file">Of its configuration, for sentences.</param> <param name="configuration">What is in it.</param> <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CommandException">No silo answers within half a minute.</exception>
    public static async Task<ClusterPlatform> ConnectAsync(string file, ClusterConfiguration configuration, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "alignzeg" });
        builder.UseOrleansClient(client => client.UseAlignZegCluster(configuration)
            .Configure<ClientMessagingOptions>(options => (options.ResponseTimeout, options.CancelRequestOnTimeout) = (CallTimeout, true)));
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken).WaitAsync(LongestConnect, cancellationToken);
            return new(host);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            host.Dispose();
            throw CommandException.Failed($"No silo of the cluster in '{file}' answers; start one with: alignzeg serve --config {file}", exception);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken) =>
        (await _blobs.ReadAsync(name, cancellationToken) ?? throw CommandException.Failed($"The blob '{name}' is gone from the cluster's storage; start the job again.")).Content;

    /// <inheritdoc/>
    public Task<BlobRef> WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _blobs.WriteNamedAsync(name, bytes, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string name) => _blobs.DeleteAsync(name);

    /// <inheritdoc/>
    public async Task BringAsync(string name, string file, CancellationToken cancellationToken)
    {
        var content = await Insistence.CallAsync(() => ReadAsync(name, cancellationToken), cancellationToken);
        await WholeFile.WriteAsync(file, stream => stream.WriteAsync(content, cancellationToken).AsTask());
    }

    /// <inheritdoc/>
    public async Task<ModelBundle> OfferModelAsync(ModelBundle model, CancellationToken cancellationToken)
    {
        string prefix = $"bundles/{model.Hash}";
        var source = ModelSource.Parse(model.Path);
        foreach (var (relative, file) in source.ListFiles())
        {
            string name = $"{prefix}/{relative}";
            await using var content = File.OpenRead(file);
            await _blobs.WriteIfAbsentAsync(name, content, cancellationToken);
        }

        return model with { Path = (source with { Path = BlobSource.Of(prefix) }).ToString() };
    }

    /// <inheritdoc/>
    public async Task<string> OfferImageAsync(ImageEntry image, CancellationToken cancellationToken)
    {
        if (await TryReadAsync(image.Path, cancellationToken) is not { } bytes) return new Uri(image.Path).AbsoluteUri; // it fails where it is read, with the reason; the job goes on
        return BlobSource.Of((await _blobs.WriteContentAsync(Images, bytes, "", cancellationToken)).Name);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    private static async Task<byte[]?> TryReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
