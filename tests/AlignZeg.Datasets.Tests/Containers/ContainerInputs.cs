using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Tests.Containers;

/// <summary>Containers in a folder of their own, and what is found in them.</summary>
internal sealed class ContainerInputs : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public string Room => _folder["room"];

    public string this[string name] => _folder[name];

    public string Add(string name, byte[] content)
    {
        File.WriteAllBytes(_folder[name], content);
        return _folder[name];
    }

    public Task<ImageInputs> FindAsync(params string[] inputs) => FindAsync(new ArchiveLimits(1 << 20, MaxSidecarBytes: 1000), inputs);

    public Task<ImageInputs> FindAsync(ArchiveLimits limits, params string[] inputs) =>
        ImageInputs.FindAsync(inputs, new Unpacking(() => Room, limits, name => name), TestContext.Current.CancellationToken);

    /// <summary>The metadata of every image, as <c>name key=value key=value</c>.</summary>
    public static IEnumerable<string> Described(ImageInputs inputs)
    {
        using var metadata = new ImageMetadata();
        foreach (var (entry, index) in inputs.Entries.Select((entry, index) => (entry, index)))
        {
            var members = inputs.OriginOf(index).Metadata is { } place ? metadata.Read(place)! : new Dictionary<string, System.Text.Json.JsonElement>();
            yield return string.Join(' ', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}={member.Value.GetRawText()}").Prepend(entry.Name));
        }
    }

    public void Dispose() => _folder.Dispose();
}
