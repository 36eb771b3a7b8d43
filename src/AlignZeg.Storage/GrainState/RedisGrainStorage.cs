using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Redis;
using Orleans.Storage;
using StackExchange.Redis;

namespace AlignZeg.Storage.GrainState;

/// <summary>
/// Grain state in Redis: a hash <c>{prefix}/state/grain-type/grain-key.json</c> with the fields <c>json</c>, byte for byte what the blob would hold, and <c>version</c>.
/// Of two writers that read the same version, one wins; the other learns it. A call that is made again because its answer was lost has the
/// effect of one.
/// </summary>
/// <remarks>A state without a version, as a person puts it there, is read and taken over by the next write.</remarks>
public sealed class RedisGrainStorage(RedisConnection redis) : IGrainStorage
{
    private const string Json = "json", Version = "version";

    // Scripts run alone: nobody writes between the question and the answer. The second line is for a call that is made again.
    private const string WriteIfVersion = """
        local version = redis.call('HGET', KEYS[1], 'version') or ''
        if version == ARGV[2] then return 1 end
        if version ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'json', ARGV[3], 'version', ARGV[2])
        return 1
        """;

    private const string DeleteIfVersion = """
        if redis.call('EXISTS', KEYS[1]) == 0 then return 1 end
        if (redis.call('HGET', KEYS[1], 'version') or '') ~= ARGV[1] then return 0 end
        redis.call('DEL', KEYS[1])
        return 1
        """;

    /// <inheritdoc/>
    /// <exception cref="StorageException">Redis does not answer, or holds something else under the name.</exception>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        string name = StateJson.NameOf(grainId);
        var fields = await redis.RunAsync(database => database.HashGetAsync(redis.KeyOf(name), [Json, Version]));
        bool exists = !fields[0].IsNull;
        grainState.State = exists ? StateJson.Read<T>((byte[])fields[0]!, name) : Activator.CreateInstance<T>();
        (grainState.ETag, grainState.RecordExists) = (exists ? (string?)fields[1] ?? "" : null!, exists);
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Another activation has written since this one read.</exception>
    /// <exception cref="StorageException">Redis does not answer, or cannot take it.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        string version = Guid.NewGuid().ToString("N"); // never one that was there before, also after a state was cleared
        await ChangeAsync(WriteIfVersion, grainId, grainState.ETag, version, StateJson.Write(grainState.State));
        (grainState.ETag, grainState.RecordExists) = (version, true);
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Another activation has written since this one read.</exception>
    /// <exception cref="StorageException">Redis does not answer.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        if (grainState.RecordExists) await ChangeAsync(DeleteIfVersion, grainId, grainState.ETag);
        grainState.State = Activator.CreateInstance<T>();
        (grainState.ETag, grainState.RecordExists) = (null!, false);
    }

    private async Task ChangeAsync(string script, GrainId grain, string? etag, params RedisValue[] arguments)
    {
        string name = StateJson.NameOf(grain);
        var changed = await redis.RunAsync(database => database.ScriptEvaluateAsync(script, [redis.KeyOf(name)], [etag ?? "", .. arguments]));
        if ((int)changed != 1) throw StateJson.Stale(name, etag);
    }
}
