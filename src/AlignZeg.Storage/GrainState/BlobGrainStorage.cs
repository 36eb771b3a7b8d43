using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Blobs;
using Orleans.Storage;

namespace AlignZeg.Storage.GrainState;

/// <summary>Grain state as JSON blobs, <c>state/grain-type/grain-key.json</c>. Of two writers that read the same version, one wins; the other learns it.</summary>
public sealed class BlobGrainStorage(IBlobStore blobs) : IGrainStorage
{
    /// <inheritdoc/>
    /// <exception cref="StorageException">The blob is not a state of this type.</exception>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        string name = StateJson.NameOf(grainId);
        var blob = await blobs.ReadAsync(name);
        grainState.State = blob is null ? Activator.CreateInstance<T>() : StateJson.Read<T>(blob.Content, name);
        (grainState.ETag, grainState.RecordExists) = (blob?.ETag!, blob is not null);
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Another activation has written since this one read.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        string name = StateJson.NameOf(grainId);
        string? etag = await blobs.WriteAsync(name, StateJson.Write(grainState.State), ConditionOf(grainState.ETag));
        (grainState.ETag, grainState.RecordExists) = (etag ?? throw StateJson.Stale(name, grainState.ETag), true);
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Another activation has written since this one read.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        string name = StateJson.NameOf(grainId);
        if (grainState.RecordExists && !await blobs.DeleteAsync(name, ConditionOf(grainState.ETag))) throw StateJson.Stale(name, grainState.ETag);
        grainState.State = Activator.CreateInstance<T>();
        (grainState.ETag, grainState.RecordExists) = (null!, false);
    }

    private static BlobCondition ConditionOf(string? etag) => etag is null ? BlobCondition.IfAbsent : BlobCondition.IfMatch(etag);
}
