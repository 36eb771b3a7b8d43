using System.Text;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.GrainState;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Xunit;

namespace AlignZeg.Storage.Tests.GrainState;

/// <summary>What every place for grain state promises.</summary>
public abstract class GrainStorageContract : IAsyncLifetime
{
    private const string Json = "{\"last_name\":\"Zürich\",\"numbers\":[1,2]}", Name = "state/job/tenant/job.json";
    private static readonly GrainId Grain = GrainId.Create("job", "tenant/job");
    private ServiceProvider _process = null!, _otherProcess = null!;

    public static TheoryData<string> Names() => [.. GrainStorageNames.All];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IServiceProvider Services => _process;

    private IGrainStorage Storage => StorageOf(_process);

    private IGrainStorage OtherStorage => StorageOf(_otherProcess);

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        (_process, _otherProcess) = (NewProcess(), NewProcess());
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        if (_otherProcess is not null) await _otherProcess.DisposeAsync();
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task State_IsReadBack_ByAnotherProcess_UnderEveryName(string name)
    {
        await _process.GetRequiredKeyedService<IGrainStorage>(name).WriteStateAsync("state", Grain, Sample("a", 2, 1));
        var read = new GrainState<SampleState>();
        await _otherProcess.GetRequiredKeyedService<IGrainStorage>(name).ReadStateAsync("state", Grain, read);
        Assert.Equal("a", read.State!.LastName);
        Assert.Equal([1, 2], read.State.Numbers);
        Assert.True(read.RecordExists);
    }

    [Fact]
    public async Task State_IsTheSameReadableJsonEverywhere()
    {
        await Storage.WriteStateAsync("state", Grain, Sample("b"));
        var read = new GrainState<SampleState>();
        await Storage.ReadStateAsync("state", Grain, read);
        (read.State!.LastName, read.State.Numbers) = ("Zürich", [2, 1]);
        await Storage.WriteStateAsync("state", Grain, read);
        Assert.Equal(Json, Encoding.UTF8.GetString(await RawAsync(Name)).Replace("\\u00FC", "ü", StringComparison.Ordinal));
    }

    [Fact]
    public async Task State_ThatAPersonPutsThere_IsTakenOver()
    {
        await PutRawAsync(Name, Encoding.UTF8.GetBytes(Json));
        var read = new GrainState<SampleState>();
        await Storage.ReadStateAsync("state", Grain, read);
        Assert.Equal((true, "Zürich"), (read.RecordExists, read.State!.LastName));
        read.State.LastName = "Bern";
        await Storage.WriteStateAsync("state", Grain, read);
        await OtherStorage.ReadStateAsync("state", Grain, read);
        Assert.Equal("Bern", read.State.LastName);
    }

    [Fact]
    public async Task State_ThatWasNeverWritten_IsNew()
    {
        var read = new GrainState<SampleState>();
        await Storage.ReadStateAsync("state", Grain, read);
        Assert.Equal((false, null), (read.RecordExists, read.ETag));
        Assert.NotNull(read.State);
        await Storage.ClearStateAsync("state", Grain, read);
    }

    [Fact]
    public async Task StaleWriter_IsTold()
    {
        var (first, second) = (Sample("first"), Sample("second"));
        await Storage.WriteStateAsync("state", Grain, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => OtherStorage.WriteStateAsync("state", Grain, second)); // believes that there is none
        await OtherStorage.ReadStateAsync("state", Grain, second);
        second.State!.LastName = "second";
        await OtherStorage.WriteStateAsync("state", Grain, second);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("state", Grain, first));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("state", Grain, first));
        await Storage.ReadStateAsync("state", Grain, first);
        Assert.Equal("second", first.State!.LastName);
    }

    [Fact]
    public async Task OfManyWritersOfOneVersion_OneWins()
    {
        var before = Sample("before");
        await Storage.WriteStateAsync("state", Grain, before);
        var writes = Enumerable.Range(0, 20).Select(i => WinsAsync(i % 2 == 0 ? Storage : OtherStorage, new() { State = new() { LastName = $"{i}" }, ETag = before.ETag, RecordExists = true }));
        Assert.Single(await Task.WhenAll(writes), won => won);
    }

    [Fact]
    public async Task ClearedState_IsGone_AndMayBeginAnew()
    {
        var state = Sample("a");
        await Storage.WriteStateAsync("state", Grain, state);
        await Storage.ClearStateAsync("state", Grain, state);
        Assert.Equal((false, null, ""), (state.RecordExists, state.ETag, state.State!.LastName));
        await OtherStorage.ReadStateAsync("state", Grain, state);
        Assert.False(state.RecordExists);
        await Storage.WriteStateAsync("state", Grain, state);
    }

    [Fact]
    public async Task DamagedState_SaysWhereAndWhatToDo()
    {
        await PutRawAsync(Name, "{"u8.ToArray());
        var exception = await Assert.ThrowsAsync<StorageException>(() => Storage.ReadStateAsync("state", Grain, new GrainState<SampleState>()));
        Assert.Equal(StorageFault.Damaged, exception.Fault);
        Assert.Contains(Name, exception.Message, StringComparison.Ordinal);
    }

    private protected static GrainState<SampleState> Sample(string name, params int[] numbers) => new() { State = new() { LastName = name, Numbers = [.. numbers] } };

    /// <summary>Starts what is needed.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Removes what <see cref="PrepareAsync"/> made.</summary>
    protected virtual Task CleanAsync() => Task.CompletedTask;

    /// <summary>Registers the storage as a host does.</summary>
    protected abstract void Add(IServiceCollection services);

    /// <summary>The JSON of a state, as an operator sees it.</summary>
    protected abstract Task<byte[]> RawAsync(string name);

    /// <summary>What an operator does who moves a state here.</summary>
    protected abstract Task PutRawAsync(string name, byte[] json);

    private ServiceProvider NewProcess()
    {
        var services = new ServiceCollection();
        Add(services);
        return services.BuildServiceProvider();
    }

    private static IGrainStorage StorageOf(IServiceProvider process) => process.GetRequiredKeyedService<IGrainStorage>(GrainStorageNames.Jobs);

    private static async Task<bool> WinsAsync(IGrainStorage storage, GrainState<SampleState> state)
    {
        try
        {
            await storage.WriteStateAsync("state", Grain, state);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
