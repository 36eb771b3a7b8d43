using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Tests.Labelling;
using Xunit;

namespace AlignZeg.Grains.Tests.Jobs;

/// <summary>What becomes of a job when the storage does not have of a shard what it had. Nobody works on it here: the job finds out by itself.</summary>
public sealed class UnreadableShardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // as after a restart
    public async Task Job_OfAShardThatIsDamaged_IsBlocked_TellsItsStatus_AndCanBeCancelled(bool isLost)
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: LabellingCluster.WithoutWorkers);
        await DamageAsync(cluster, isLost);
        var status = await cluster.Job("damaged").GetStatusAsync(Token);
        Assert.Equal((12, 2), (status.Counts.Total, status.Shards));
        status = await cluster.WaitAsync("damaged");
        Assert.Equal(JobPhase.Blocked, status.Phase);
        Assert.Contains("is damaged", status.Problem, StringComparison.Ordinal);
        await cluster.Job("damaged").CancelAsync(Token);
        Assert.Equal(JobPhase.Cancelled, (await cluster.Job("damaged").GetStatusAsync(Token)).Phase);
    }

    [Fact]
    public async Task Job_OfAShardThatWasDamaged_GoesOn_OnceItCanBeRead()
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: LabellingCluster.WithoutWorkers);
        var request = await DamageAsync(cluster, isLost: true);
        Assert.Equal(JobPhase.Blocked, (await cluster.Job("damaged").StartAsync(request, Token)).Phase);
        File.Delete(LogOf(cluster)); // as the sentence says
        Assert.Equal(JobPhase.Running, (await cluster.Job("damaged").StartAsync(request, Token)).Phase);
        Assert.Equal(0, (await cluster.Shard("damaged", 0).GetCountsAsync(Token)).Ok);
    }

    [Theory]
    [InlineData("nonsense\n")]
    [InlineData("")] // fewer images than there were
    public async Task Job_OfADamagedManifest_IsBlocked_AndCanBeCancelled(string content)
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: LabellingCluster.WithoutWorkers);
        var request = await cluster.PrepareAsync("damaged", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 12));
        await cluster.Job("damaged").StartAsync(request, Token);
        var dataset = await cluster.Grains.GetGrain<IDatasetGrain>(request.Dataset.ToString()).GetAsync(request.DatasetVersion, Token);
        await File.WriteAllTextAsync(Path.Combine(cluster.DirectoryPath, "data", DatasetBlobNames.ShardOf(request.Dataset, dataset, 0)), content, Token);
        await cluster.DeactivateAsync(cluster.Job("damaged"));
        await cluster.DeactivateAsync(cluster.Shard("damaged", 0));
        Assert.Equal(12, (await cluster.Job("damaged").GetStatusAsync(Token)).Counts.Total);
        var status = await cluster.WaitAsync("damaged");
        Assert.Equal(JobPhase.Blocked, status.Phase);
        Assert.Contains("is damaged", status.Problem, StringComparison.Ordinal);
        await cluster.Job("damaged").CancelAsync(Token);
        Assert.Equal(JobPhase.Cancelled, (await cluster.Job("damaged").GetStatusAsync(Token)).Phase);
    }

    private static async Task<JobRequest> DamageAsync(LabellingCluster cluster, bool isLost)
    {
        var request = await cluster.PrepareAsync("damaged", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 12));
        await cluster.Job("damaged").StartAsync(request, Token);
        Directory.CreateDirectory(Path.GetDirectoryName(LogOf(cluster))!);
        await File.WriteAllTextAsync(LogOf(cluster), "nonsense\n", Token);
        if (isLost) await cluster.DeactivateAsync(cluster.Job("damaged"));
        await cluster.DeactivateAsync(cluster.Shard("damaged", 0));
        return request;
    }

    private static string LogOf(LabellingCluster cluster) => Path.Combine(cluster.DirectoryPath, "data", JobBlobNames.Log(new(new("t", "damaged"), 0)));
}
