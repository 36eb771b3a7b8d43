using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Encodings.Web;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Server.Tests.Ingest;

/// <summary>What the command line finds in a container: the manifest that it would send, and what it would tell.</summary>
internal static class FoundLocally
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines of a manifest, and the files that were not taken, as <c>name reason</c>, in the order of their names.</summary>
    /// <param name="name">Of the container.</param> <param name="content">All of it.</param>
    public static async Task<(byte[] Manifest, string[] Skipped)> InAsync(string name, byte[] content)
    {
        string folder = Directory.CreateTempSubdirectory("alignzeg-found-").FullName;
        try
        {
            string container = Path.Combine(folder, name);
            await File.WriteAllBytesAsync(container, content, TestContext.Current.CancellationToken);
            var unpacking = new Unpacking(() => Path.Combine(folder, "room"), new(UploadServer.MaxImage, MaxSidecarBytes: ArchiveLimits.UsualSidecarBytes), NameForm.Composed);
            var found = await ImageInputs.FindAsync([container], unpacking, TestContext.Current.CancellationToken);
            using var metadata = new ImageMetadata();
            var lines = found.Entries.Select((entry, index) => JsonSerializer.Serialize(new
            {
                name = entry.Name, sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(entry.Path))), metadata = found.OriginOf(index).Metadata is { } place ? metadata.Read(place) : null,
            }, Options)).ToList();
            return (Encoding.UTF8.GetBytes(string.Join('\n', lines)), [.. File.ReadLines(found.Unpacked[0].SkippedFile).Select(Skipped).Order(StringComparer.Ordinal)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The same of an answer of the server.</summary>
    public static string[] Skipped(JsonElement version) => [.. version.GetProperty("ingest").GetProperty("skipped").EnumerateArray().Select(file => $"{file.GetProperty("name")} {file.GetProperty("reason")}").Order(StringComparer.Ordinal)];

    private static string Skipped(string line) => JsonElement.Parse(line) is var file ? $"{file.GetProperty("name")} {file.GetProperty("reason")}" : "";
}
