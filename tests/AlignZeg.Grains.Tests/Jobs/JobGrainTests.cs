using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Grains.Workers;
using Xunit;

namespace AlignZeg.Grains.Tests.Jobs;

public sealed class JobGrainTests(JobGrainTests.Fixture fixture) : IClassFixture<JobGrainTests.Fixture>
{
    private LabellingCluster Cluster => fixture.Cluster;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Job_ThatWasNeverStarted_IsNotFound()
    {
        await Assert.ThrowsAsync<JobNotFoundException>(() => Cluster.Job("never").GetStatusAsync(Token));
        await Assert.ThrowsAsync<JobNotFoundException>(() => Cluster.Job("never").WaitAsync(TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task Start_IsIdempotent_AndSurvivesDeactivation()
    {
        var request = await PrepareAsync("idempotent", 12);
        await Cluster.RunAsync("idempotent", request);
        await Cluster.DeactivateAsync(Cluster.Job("idempotent"));
        var status = await Cluster.Job("idempotent").StartAsync(request, Token);
        Assert.Equal((JobPhase.Completed, 12), (status.Phase, status.Counts.Ok));
        Assert.Equal(request, await Cluster.Job("idempotent").GetRequestAsync(Token));
        await Assert.ThrowsAsync<JobConflictException>(() => Cluster.Job("idempotent").StartAsync(request with { Outputs = new(Overlay: true) }, Token));
    }

    [Fact]
    public async Task Start_NeedsVersionsThatExist()
    {
        var request = await PrepareAsync("versions", 1);
        await Assert.ThrowsAsync<DatasetVersionNotFoundException>(() => Cluster.Job("versions").StartAsync(request with { DatasetVersion = 9 }, Token));
        await Assert.ThrowsAsync<VocabularyVersionNotFoundException>(() => Cluster.Job("versions").StartAsync(request with { VocabularyVersion = 9 }, Token));
        Assert.Equal(JobPhase.Completed, (await Cluster.RunAsync("versions", request)).Phase); // the failed starts left nothing behind
    }

    [Fact]
    public async Task Pause_BeginsNothingNew_SurvivesDeactivation_AndResumes()
    {
        var request = await PrepareAsync("pause", 30);
        using var hold = fixture.HoldAfter(2);
        await Cluster.Job("pause").StartAsync(request, Token);
        await hold.ReachedAsync(Token);
        await Cluster.Job("pause").PauseAsync(Token);
        hold.Release();
        await Cluster.DeactivateAsync(Cluster.Job("pause"));
        var paused = await SettledAsync("pause");
        Assert.Equal(JobPhase.Paused, paused.Phase);
        Assert.InRange(paused.Counts.Done(), 1, 3 * 4); // a finished lease and the two in hand
        Assert.Equal(JobPhase.Paused, (await Cluster.Job("pause").StartAsync(request, Token)).Phase);
        await Cluster.Job("pause").ResumeAsync(Token);
        Assert.Equal((JobPhase.Completed, 30), await EndOfAsync("pause"));
    }

    [Fact]
    public async Task Cancel_StopsAtTheNextBatch_AndKeepsResults()
    {
        var request = await PrepareAsync("cancel", 30);
        using var hold = fixture.HoldAfter(3);
        await Cluster.Job("cancel").StartAsync(request, Token);
        await hold.ReachedAsync(Token);
        int computed = Cluster.Segmenters.Batches.Sum();
        await Cluster.Job("cancel").CancelAsync(Token);
        hold.Release();
        var status = await SettledAsync("cancel");
        Assert.Equal(JobPhase.Cancelled, status.Phase);
        Assert.InRange(status.Counts.Done(), 0, 2 * 4); // a finished lease and what was computed of the next
        await Assert.ThrowsAsync<JobPhaseException>(() => Cluster.Job("cancel").ResumeAsync(Token));
        await Cluster.RunAsync("after-cancel", await PrepareAsync("after-cancel", 4)); // the worker is free for others
        Assert.Equal(4, Cluster.Segmenters.Batches.Sum() - computed); // of this job: of the cancelled one not an image more than the batch that was on the device
        Assert.Equal((await Cluster.Job("cancel").GetStatusAsync(Token)).Counts.Ok, Cluster.LoggedRecords("cancel").Count);
    }

    [Fact]
    public async Task LostJob_IsWokenByAShard_WithoutAnyoneAsking()
    {
        var request = await PrepareAsync("woken", 30);
        using var hold = fixture.HoldAfter(1);
        await Cluster.Job("woken").StartAsync(request, Token);
        await hold.ReachedAsync(Token);
        IAddressable[] lost = [Cluster.Job("woken"), Cluster.Grains.GetGrain<IDispatcherGrain>(PoolKey.Default.ToString()), .. Enumerable.Range(0, 3).Select(shard => Cluster.Shard("woken", shard))];
        foreach (var grain in lost) await Cluster.DeactivateAsync(grain);
        hold.Release();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(20)); // its reminder would come after a minute
        while (Cluster.LoggedRecords("woken").Count < 30) await Task.Delay(50, limit.Token);
    }

    [Fact]
    public async Task Model_ThatDoesNotLoad_BlocksTheJob_WithASentence()
    {
        var request = await PrepareAsync("blocked", 5);
        var broken = await Cluster.Grains.GetGrain<IModelGrain>("broken").RegisterAsync("/broken", "dead", Token);
        await Cluster.Job("blocked").StartAsync(request with { Model = broken }, Token);
        var status = await Cluster.WaitAsync("blocked");
        Assert.Equal(JobPhase.Blocked, status.Phase);
        Assert.Equal("The model 'broken' does not load on 'cpu': The bundle has no weights.", status.Problem);
    }

    [Fact]
    public async Task TextThatTheModelCutsOff_BlocksTheJob_WithASentence()
    {
        var words = VocabularyClass.Named(string.Join(' ', Enumerable.Repeat("word", 20)));
        var images = TestImages.Write(Path.Combine(Cluster.DirectoryPath, "images", "long"), 2);
        var status = await Cluster.RunAsync("long", await Cluster.PrepareAsync("long", images, new("long", [VocabularyClass.Named("cat"), words], [])));
        Assert.Equal(JobPhase.Blocked, status.Phase);
        Assert.Contains("has 21 tokens, and the model reads 12", status.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bundle_ThatChanged_BlocksTheJob()
    {
        var request = await PrepareAsync("changed", 5);
        var status = await Cluster.RunAsync("changed", request with { Model = request.Model with { Hash = "old" } });
        Assert.Equal(JobPhase.Blocked, status.Phase);
        Assert.Contains("have changed since it was registered", status.Problem, StringComparison.Ordinal);
    }

    private Task<JobRequest> PrepareAsync(string name, int images) =>
        Cluster.PrepareAsync(name, TestImages.Write(Path.Combine(Cluster.DirectoryPath, "images", name), images));

    private async Task<(JobPhase, int)> EndOfAsync(string name)
    {
        var status = await Cluster.WaitAsync(name);
        return (status.Phase, status.Counts.Ok);
    }

    // Until no worker has anything of it in hand.
    private async Task<JobStatus> SettledAsync(string name)
    {
        JobStatus status;
        do status = await Cluster.Job(name).GetStatusAsync(Token);
        while (status.Counts.Leased > 0);
        return status;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public LabellingCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await LabellingCluster.StartAsync(configure: (_, silo) =>
            silo.Configure<WorkerOptions>(workers => workers.ReuseResults = false)); // its jobs share pictures, and are to compute them

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();

        /// <summary>Lets so many batches through, then stops the device until released.</summary>
        public BatchHold HoldAfter(int batches) => new(Cluster.Segmenters, batches);
    }
}
