using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Datasets;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Hosting;
using AlignZeg.Grains.Jobs;
using AlignZeg.Grains.Shards;
using AlignZeg.Grains.Workers;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace AlignZeg.Grains.Tests.Labelling;

/// <summary>Silos in this process on one storage directory. Every test takes keys of its own.</summary>
public sealed class LabellingCluster : IAsyncDisposable
{
    private static readonly string[] Animals = ["cat", "dog", "red bird", "fish", "cow"];
    private readonly InProcessTestCluster _cluster;

    private LabellingCluster(InProcessTestCluster cluster, string directory, FakeSegmenterFactory segmenters) =>
        (_cluster, DirectoryPath, Segmenters) = (cluster, directory, segmenters);

    public string DirectoryPath { get; }

    public FakeSegmenterFactory Segmenters { get; }

    public IGrainFactory Grains => _cluster.Client;

    public InProcessTestCluster Silos => _cluster;

    public IBlobStore Blobs => _cluster.Silos[0].ServiceProvider.GetRequiredService<IBlobStore>();

    /// <summary>Starts silos.</summary>
    /// <param name="directory">Storage of an earlier cluster to go on with; null = a new one.</param>
    /// <param name="silos">Number of silos; <paramref name="configure"/> gets the number of each.</param>
    /// <param name="configure">Sets options.</param>
    public static async Task<LabellingCluster> StartAsync(string? directory = null, int silos = 1, Action<int, ISiloBuilder>? configure = null)
    {
        directory ??= Directory.CreateTempSubdirectory("alignzeg-cluster-").FullName;
        var segmenters = new FakeSegmenterFactory();
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureSiloHost((_, host) => host.Logging.SetMinimumLevel(LogLevel.Critical));
        builder.ConfigureClientHost(host => host.Logging.SetMinimumLevel(LogLevel.Critical));
        builder.ConfigureClient(client => client.AddActivityPropagation().Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5)));
        builder.ConfigureSilo((options, silo) =>
        {
            silo.Services.AddSingleton<ISegmenterFactory>(segmenters);
            silo.Services.AddFileStorage(storage => (storage.Directory, storage.FlushToDisk) = (Path.Combine(directory, "data"), false));
            silo.UseInMemoryReminderService();
            silo.AddAlignZegGrains();
            silo.Configure<DatasetOptions>(datasets => datasets.ShardSize = 10);
            silo.Configure<WorkerOptions>(workers => (workers.LeaseImages, workers.MaxBatchImages) = (4, 2));
            silo.Configure<JobOptions>(jobs => jobs.ReconcileEvery = TimeSpan.FromMilliseconds(500));
            silo.Configure<ShardOptions>(shards => shards.LeaseDuration = TimeSpan.FromSeconds(1));
            configure?.Invoke(int.Parse(options.SiloName[(options.SiloName.LastIndexOf('_') + 1)..]), silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, directory, segmenters);
    }

    /// <summary>A configuration without workers: for tests that play the worker themselves.</summary>
    public static void WithoutWorkers(int number, ISiloBuilder silo) => silo.Configure<DeviceOptions>(devices => devices.Devices = []);

    public static VocabularyDefinition Vocabulary(bool background = false) =>
        new("animals", [.. Animals.Select(VocabularyClass.Named), .. background ? [new VocabularyClass("ground", [], null, Background: true)] : Array.Empty<VocabularyClass>()], []);

    /// <summary>Publishes, registers, and gives the request of a job over the images.</summary>
    public async Task<JobRequest> PrepareAsync(string name, IEnumerable<DatasetImage> images, VocabularyDefinition? vocabulary = null, JobOutputs? outputs = null, string tenant = "t")
    {
        var (vocabularyKey, datasetKey) = (new VocabularyKey(tenant, name), new DatasetKey(tenant, name));
        var published = await Grains.GetGrain<IVocabularyGrain>(vocabularyKey.ToString()).PublishAsync(vocabulary ?? Vocabulary());
        var manifest = await Blobs.WriteContentAsync("manifests", DatasetManifest.Write(images), ".jsonl");
        var dataset = await Grains.GetGrain<IDatasetGrain>(datasetKey.ToString()).RegisterAsync(manifest);
        var model = await Grains.GetGrain<IModelGrain>("tiny").RegisterAsync("/models/tiny", FakeSegmenterFactory.Hash);
        return new(datasetKey, dataset.Number, vocabularyKey, published.Number, model, outputs ?? new JobOutputs());
    }

    public IJobGrain Job(string name) => Grains.GetGrain<IJobGrain>(new JobKey("t", name).ToString());

    public IShardGrain Shard(string job, int number) => Grains.GetGrain<IShardGrain>(new ShardKey(new JobKey("t", job), number).ToString());

    /// <summary>Starts a job and waits for its end.</summary>
    public async Task<JobStatus> RunAsync(string name, JobRequest request)
    {
        await Job(name).StartAsync(request);
        return await WaitAsync(name);
    }

    /// <summary>Waits until a job is at rest, through the loss of silos.</summary>
    public async Task<JobStatus> WaitAsync(string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                var status = await Job(name).WaitAsync(TimeSpan.FromSeconds(2), limit.Token);
                if (status.IsAtRest()) return status;
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                // The silo that had the job is gone; the next call finds another.
            }
        }
    }

    /// <summary>All records of a job as its log files hold them, by index.</summary>
    public List<ResultRecord> LoggedRecords(string job)
    {
        string folder = Path.Combine(DirectoryPath, "data", "tenants", "t", "jobs", job, "results");
        return [.. Directory.EnumerateFiles(folder).SelectMany(File.ReadAllLines).Select(ResultRecord.Parse).OrderBy(record => record.Index)];
    }

    /// <summary>Everything that must not depend on how a job was run: records without timings, and the bytes of all outputs.</summary>
    public string Fingerprint(string job)
    {
        var lines = LoggedRecords(job).Select(record => (record with { Timings = null }).ToLine().Replace($"jobs/{job}/", "jobs/J/", StringComparison.Ordinal));
        string folder = Path.Combine(DirectoryPath, "data", "tenants", "t", "jobs", job);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".jsonl", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return string.Join('\n', lines.Concat(files.Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(File.ReadAllBytes(file))}")));
    }

    /// <summary>Ends the activation of a grain, so that the next call meets a new one.</summary>
    public async Task DeactivateAsync(IAddressable grain) => await _cluster.DeactivateAsync(grain);

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
