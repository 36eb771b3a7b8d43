using System.Text.Json;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Blobs;
using Orleans.Storage;

namespace AlignZeg.Storage.GrainState;

/// <summary>Grain state as JSON blobs, <c>state/grain-type/grain-key.json</c>. Of two writers that read the same version, one wins; the other learns it.</summary>
public sealed class BlobGrainStorage(IBlobStore blobs) : IGrainStorage
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <inheritdoc/>
    /// <exception cref="StorageException">The blob is not a state of this type.</exception>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        string name = NameOf(grainId);
        var blob = await blobs.ReadAsync(name);
        grainState.State = blob is null ? Activator.CreateInstance<T>() : Read<T>(blob.Content, name);
        (grainState.ETag, grainState.RecordExists) = (blob?.ETag!, blob is not null);
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Another activation has written since this one read.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        string name = NameOf(grainId);
        var content = JsonSerializer.SerializeToUtf8Bytes(grainState.State, Options);
        string? etag = await blobs.WriteAsync(name, content, ConditionOf(grainState.ETag));
        (grainState.ETag, grainState.RecordExists) = (etag ?? throw Stale(name, grainState.ETag), true);
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Another activation has written since this one read.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        string name = NameOf(grainId);
        if (grainState.RecordExists && !await blobs.DeleteAsync(name, ConditionOf(grainState.ETag))) throw Stale(name, grainState.ETag);
        grainState.State = Activator.CreateInstance<T>();
        (grainState.ETag, grainState.RecordExists) = (null!, false);
    }

    private static string NameOf(GrainId grain) => $"state/{grain.Type}/{grain.Key}.json";

    private static BlobCondition ConditionOf(string? etag) => etag is null ? BlobCondition.IfAbsent : BlobCondition.IfMatch(etag);

    private static InconsistentStateException Stale(string name, string? etag) =>
        new($"The state '{name}' was written by another activation.", storedEtag: "another", currentEtag: etag ?? "none");

    private static T Read<T>(byte[] content, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(content, Options) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new StorageException($"The state '{name}' cannot be read: {exception.Message} Restore it from a backup, or delete it to begin anew.", StorageFault.Damaged, exception);
        }
    }
}
