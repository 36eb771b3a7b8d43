using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Grains.Workers;
using Xunit;

namespace AlignZeg.Grains.Tests.Reuse;

public sealed class FeatureCacheTests
{
    private static readonly VocabularyDefinition Other = new("other", [VocabularyClass.Named("tree"), VocabularyClass.Named("road"), VocabularyClass.Named("sky")], []);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OtherVocabulary_OnTheSamePictures_RunsNoImageEncoder_AndGivesTheSameBytes(bool overlay)
    {
        await using var cluster = await StartAsync(keep: true);
        var outputs = new JobOutputs(Confidence: true, overlay);
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 9);
        await cluster.RunAsync("first", await cluster.PrepareAsync("first", images, outputs: outputs));
        Assert.Equal(9, await ImageRunsAsync(cluster));
        var status = await cluster.RunAsync("job", await cluster.PrepareAsync("job", images, Other, outputs));
        Assert.Equal((JobPhase.Completed, 9, 0L), (status.Phase, status.Counts.Ok, status.Counts.Usage.Reused));
        Assert.Equal(9, await ImageRunsAsync(cluster));
        await using var plain = await StartAsync(keep: false);
        await plain.RunAsync("job", await plain.PrepareAsync("job", images, Other, outputs));
        Assert.Equal(plain.Fingerprint("job"), cluster.Fingerprint("job"));
        Assert.Equal(0, await CountAsync(plain, "tenants/t/features/"));
    }

    [Fact]
    public async Task Features_OfOtherTenants_AndDamagedOnes_AreNotUsed()
    {
        await using var cluster = await StartAsync(keep: true);
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 3);
        await cluster.RunAsync("first", await cluster.PrepareAsync("first", images));
        var other = cluster.Grains.GetGrain<IJobGrain>(new JobKey("other", "job").ToString());
        await other.StartAsync(await cluster.PrepareAsync("job", images, Other, tenant: "other"), Token);
        while (!(await other.WaitAsync(TimeSpan.FromSeconds(2), Token)).IsAtRest()) { }
        Assert.Equal(6, await ImageRunsAsync(cluster));
        Assert.Equal((3, 3), (await CountAsync(cluster, "tenants/t/features/"), await CountAsync(cluster, "tenants/other/features/")));
        await foreach (string name in cluster.Blobs.ListAsync("tenants/t/features/", Token)) await cluster.Blobs.WriteAsync(name, "damaged"u8.ToArray(), cancellationToken: Token);
        Assert.Equal(3, (await cluster.RunAsync("second", await cluster.PrepareAsync("second", images, Other))).Counts.Ok);
        Assert.Equal(9, await ImageRunsAsync(cluster));
    }

    [Fact]
    public async Task ModelWithoutFeatures_IsNotAffected()
    {
        await using var cluster = await StartAsync(keep: true);
        cluster.Segmenters.HasFeatures = false;
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 3);
        Assert.Equal(3, (await cluster.RunAsync("job", await cluster.PrepareAsync("job", images))).Counts.Ok);
        Assert.Equal(0, await CountAsync(cluster, "tenants/t/features/"));
    }

    private static Task<LabellingCluster> StartAsync(bool keep) =>
        LabellingCluster.StartAsync(configure: (_, silo) => silo.Configure<WorkerOptions>(workers => workers.CacheFeatures = keep));

    private static async Task<long> ImageRunsAsync(LabellingCluster cluster)
    {
        var key = Assert.Single(await cluster.Grains.GetGrain<IModelGrain>("tiny").ListInstancesAsync(Token));
        return (await cluster.Grains.GetGrain<IModelInstanceGrain>(key.ToString()).HealthAsync(Token)).ImageRuns;
    }

    private static async Task<int> CountAsync(LabellingCluster cluster, string prefix)
    {
        int count = 0;
        await foreach (string _ in cluster.Blobs.ListAsync(prefix, Token)) count++;
        return count;
    }
}
