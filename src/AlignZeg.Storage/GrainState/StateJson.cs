using System.Text.Json;
using AlignZeg.Abstractions.Blobs;
using Orleans.Storage;

namespace AlignZeg.Storage.GrainState;

/// <summary>What a stored state looks like, the same in every place: a person can read it, and move it from one to another.</summary>
internal static class StateJson
{
    public const string Extension = ".json";
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>What the names of a type's states begin with: <c>state/grain-type/</c>.</summary>
    public static string FolderOf(string type) => $"state/{type}/";

    /// <summary>Name of a grain's state: <c>state/grain-type/grain-key.json</c>.</summary>
    public static string NameOf(GrainId grain) => $"{FolderOf(grain.Type.ToString()!)}{grain.Key}{Extension}";

    public static byte[] Write<T>(T state) => JsonSerializer.SerializeToUtf8Bytes(state, Options);

    /// <exception cref="StorageException">It is not a state of this type.</exception>
    public static T Read<T>(ReadOnlySpan<byte> content, string name)
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

    public static InconsistentStateException Stale(string name, string? etag) =>
        new($"The state '{name}' was written by another activation.", storedEtag: "another", currentEtag: etag ?? "none");
}
