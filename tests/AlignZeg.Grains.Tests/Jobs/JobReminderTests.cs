using AlignZeg.Abstractions.Exports;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Exports;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Files;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Xunit;

namespace AlignZeg.Grains.Tests.Jobs;

/// <summary>Who comes back to a job that nobody asks about. Nobody works on it here, so that it does not end.</summary>
public sealed class JobReminderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Job_ThatHasNotEnded_HasItsReminder_AlsoAfterARestart()
    {
        string directory;
        await using (var first = await LabellingCluster.StartAsync(configure: LabellingCluster.WithoutWorkers))
        {
            await StartAsync(first);
            directory = first.DirectoryPath;
        }

        await using var second = await LabellingCluster.StartAsync(directory, configure: LabellingCluster.WithoutWorkers);
        Assert.Empty(await RemindersAsync(second)); // they were in the memory of the first
        await second.Job("job").GetStatusAsync(Token);
        await Until.IsSoAsync(async () => (await RemindersAsync(second)).Count == 1, "the job has a reminder");
        await second.Job("job").CancelAsync(Token);
        await Until.IsSoAsync(async () => (await RemindersAsync(second)).Count == 0, "the job that has ended has none");
    }

    [Fact]
    public async Task Reminder_IsThereBeforeTheJobIs()
    {
        WatchedBlobs blobs = null!;
        await using var cluster = await LabellingCluster.StartAsync(configure: (number, silo) =>
        {
            LabellingCluster.WithoutWorkers(number, silo);
            silo.Services.AddSingleton<IBlobStore>(provider => blobs = new(ActivatorUtilities.CreateInstance<FileBlobStore>(provider)));
        });
        var found = new List<int>();
        blobs.BeforeWrite = async name =>
        {
            if (name == "state/job/t/job.json") found.Add((await RemindersAsync(cluster)).Count);
        };
        await StartAsync(cluster);
        blobs.BeforeWrite = null;
        Assert.Equal(1, found[0]);
    }

    [Fact]
    public async Task Job_KeepsItsActivation_UntilItHasEnded()
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: (number, silo) =>
        {
            LabellingCluster.WithoutWorkers(number, silo);
            silo.Configure<GrainCollectionOptions>(idle => (idle.CollectionQuantum, idle.CollectionAge) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)));
        });
        await StartAsync(cluster);
        var other = cluster.Grains.GetGrain<IVocabularyGrain>(new VocabularyKey("t", "idle").ToString());
        await other.ListVersionsAsync(Token); // after the last call of the job: what is idle for so long is collected
        await Until.IsSoAsync(async () => !await IsActiveAsync(cluster, other), "the other grain is collected");
        Assert.True(await IsActiveAsync(cluster, cluster.Job("job")));
        await cluster.Job("job").CancelAsync(Token);
        await Until.IsSoAsync(async () => !await IsActiveAsync(cluster, cluster.Job("job")), "the job that has ended is collected");
        Assert.Equal(JobPhase.Cancelled, (await cluster.Job("job").GetStatusAsync(Token)).Phase);
    }

    [Fact]
    public async Task Export_ThatIsOnlyAskedFor_IsNotKept()
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: (number, silo) =>
        {
            LabellingCluster.WithoutWorkers(number, silo);
            silo.Configure<ExportOptions>(exports => exports.RetryEvery = TimeSpan.FromMilliseconds(200));
            silo.Configure<GrainCollectionOptions>(idle => (idle.CollectionQuantum, idle.CollectionAge) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)));
        });
        var export = cluster.Grains.GetGrain<IExportGrain>(new ExportKey(new("t", "job"), "none").ToString());
        await Assert.ThrowsAsync<ExportNotFoundException>(() => export.GetStatusAsync(Token));
        await Until.IsSoAsync(async () => !await IsActiveAsync(cluster, export), "the export is collected");
    }

    private static async Task StartAsync(LabellingCluster cluster) =>
        await cluster.Job("job").StartAsync(await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 3)), Token);

    private static async Task<IList<ReminderEntry>> RemindersAsync(LabellingCluster cluster) =>
        (await cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<IReminderTable>().ReadRows(cluster.Job("job").GetGrainId())).Reminders;

    private static async Task<bool> IsActiveAsync(LabellingCluster cluster, IAddressable grain) =>
        await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain) is not null;
}
