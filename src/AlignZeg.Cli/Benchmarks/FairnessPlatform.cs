using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Labelling;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Hosting;
using AlignZeg.Grains.Images;
using AlignZeg.Grains.Workers;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>A silo in this process whose devices take a given time per image, with generated datasets and jobs of several tenants.</summary>
internal sealed class FairnessPlatform : IAsyncDisposable
{
    private static readonly TimeSpan RegistrationTimeout = TimeSpan.FromMinutes(10); // of a million images in one call
    private readonly IHost _host;

    private FairnessPlatform(IHost host) => _host = host;

    /// <summary>Its grains.</summary>
    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts it with so many device threads.</summary>
    public static async Task<FairnessPlatform> StartAsync(string directory, int workers, TimeSpan perImage, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "alignzeg" });
        builder.UseOrleans(silo => silo.UseAlignZegEmbedded(directory).Configure<DeviceOptions>(options => options.Replicas = workers)
            .Configure<WorkerOptions>(options => options.ReuseResults = false) // its images are few pictures many times, and each is to take its time
            .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = RegistrationTimeout));
        builder.Services.AddSingleton<ISegmenterFactory>(new TimedSegmenterFactory(perImage)).AddSingleton<IImageSource, TinyImageSource>();
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new(host);
    }

    /// <summary>Registers so many images for a tenant; gives the request of a job over them.</summary>
    public async Task<JobRequest> PrepareAsync(string tenant, int images, CancellationToken cancellationToken)
    {
        var (vocabulary, dataset) = (new VocabularyKey(tenant, "classes"), new DatasetKey(tenant, "images"));
        var model = await Grains.GetGrain<IModelGrain>("timed").RegisterAsync("/timed", TimedSegmenter.BundleHash, cancellationToken);
        var published = await Grains.GetGrain<IVocabularyGrain>(vocabulary.ToString()).PublishAsync(new("classes", [VocabularyClass.Named("thing")], []), cancellationToken);
        var entries = Enumerable.Range(0, images).Select(i => new DatasetImage($"{i:D7}.png", $"{i:D7}", $"{TinyImageSource.Name}:{i}"));
        var manifest = await _host.Services.GetRequiredService<IBlobStore>().WriteContentAsync("manifests", DatasetManifest.Write(entries), ".jsonl", cancellationToken);
        var registered = await Grains.GetGrain<IDatasetGrain>(dataset.ToString()).RegisterAsync(manifest, cancellationToken);
        return new(dataset, registered.Number, vocabulary, published.Number, model, new JobOutputs());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
