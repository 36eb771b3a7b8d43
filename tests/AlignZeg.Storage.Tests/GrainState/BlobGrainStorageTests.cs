using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.GrainState;
using Orleans.Storage;
using Xunit;

namespace AlignZeg.Storage.Tests.GrainState;

public sealed class BlobGrainStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("job", "tenant/job");
    private readonly TestDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private BlobGrainStorage Storage => new(_directory.Blobs);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task State_IsReadBack_AsReadableJson()
    {
        var written = new GrainState<Sample> { State = new() { LastName = "a", Numbers = [2, 1] } };
        await Storage.WriteStateAsync("state", Grain, written);
        var read = new GrainState<Sample>();
        await Storage.ReadStateAsync("state", Grain, read);
        Assert.Equal("a", read.State!.LastName);
        Assert.Equal([1, 2], read.State.Numbers);
        Assert.True(read.RecordExists);
        Assert.Equal("{\"last_name\":\"a\",\"numbers\":[1,2]}", await File.ReadAllTextAsync(Path.Combine(_directory.Path, "state/job/tenant/job.json"), Token));
    }

    [Fact]
    public async Task State_ThatWasNeverWritten_IsNew()
    {
        var read = new GrainState<Sample>();
        await Storage.ReadStateAsync("state", Grain, read);
        Assert.False(read.RecordExists);
        Assert.NotNull(read.State);
    }

    [Fact]
    public async Task StaleWriter_IsTold()
    {
        var (first, second) = (new GrainState<Sample> { State = new() }, new GrainState<Sample> { State = new() });
        await Storage.WriteStateAsync("state", Grain, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("state", Grain, second)); // believes that there is none
        await Storage.ReadStateAsync("state", Grain, second);
        second.State.LastName = "second";
        await Storage.WriteStateAsync("state", Grain, second);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("state", Grain, first));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("state", Grain, first));
    }

    [Fact]
    public async Task ClearedState_IsGone()
    {
        var state = new GrainState<Sample> { State = new() };
        await Storage.WriteStateAsync("state", Grain, state);
        await Storage.ClearStateAsync("state", Grain, state);
        Assert.False(state.RecordExists);
        Assert.False(await _directory.Blobs.ExistsAsync("state/job/tenant/job.json", Token));
    }

    [Fact]
    public async Task DamagedState_SaysWhereAndWhatToDo()
    {
        await _directory.Blobs.WriteAsync("state/job/tenant/job.json", "{"u8.ToArray(), cancellationToken: Token);
        var exception = await Assert.ThrowsAsync<StorageException>(() => Storage.ReadStateAsync("state", Grain, new GrainState<Sample>()));
        Assert.Contains("state/job/tenant/job.json", exception.Message, StringComparison.Ordinal);
    }

    internal sealed class Sample
    {
        public string LastName { get; set; } = "";

        public SortedSet<int> Numbers { get; set; } = [];
    }
}
