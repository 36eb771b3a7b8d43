using System.Buffers.Binary;
using System.Text.Json;
using AlignZeg.Tests;

namespace AlignZeg.Cli.Tests;

/// <summary>
/// The reference's small SAN in the published layout, and its CLIP under OpenAI's names: renamed only, because SAN keeps CLIP's tensors as they are. The reference has 64 token
/// ids and no vocabulary, so both get an embedding for the smallest byte-level one.
/// </summary>
internal static class PublishedSan
{
    private const string TokenKey = "ov_classifier.token_embedding.weight", Extractor = "clip_visual_extractor.", Head = "clip_rec_head.", Text = "ov_classifier.", Blocks = "resblocks.";
    private const int Ids = 2 * 256 + 2, Width = 64, ExtractorBlocks = 3;

    /// <summary>Writes san.pth, form.json and clip/.</summary>
    public static void Make(TemporaryFolder folder)
    {
        var tensors = Read(Path.Combine(PublishedClip.Golden("san-tiny"), "a", "weights.safetensors"));
        var random = new Random(1);
        var tokens = Enumerable.Range(0, Ids * Width).Select(_ => (float)(random.NextDouble() - .5)).ToArray();
        tensors[TokenKey] = ([Ids, Width], tokens.SelectMany(BitConverter.GetBytes).ToArray());
        PthFile.Write(folder["san.pth"], [.. tensors.Select(t => (t.Key, t.Value.Shape, t.Value.Numbers))]);
        string clip = Directory.CreateDirectory(folder["clip"]).FullName;
        PthFile.Write(Path.Combine(clip, "clip.pt"), [.. tensors.Select(t => (OpenAi(t.Key), t.Value.Shape, t.Value.Numbers)).Where(t => t.Item1.Length > 0)]);
        var letters = Enumerable.Range(33, 94).Concat(Enumerable.Range(161, 12)).Concat(Enumerable.Range(174, 82)).Concat(Enumerable.Range(256, 68)).Select(code => ((char)code).ToString()).ToList();
        string[] all = [.. letters, .. letters.Select(letter => letter + "</w>"), "<|startoftext|>", "<|endoftext|>"];
        File.WriteAllText(Path.Combine(clip, "vocab.json"), JsonSerializer.Serialize(all.Index().ToDictionary(pair => pair.Item, pair => pair.Index)));
        File.WriteAllText(Path.Combine(clip, "merges.txt"), "#version: 0.2\n");
        File.WriteAllText(folder["form.json"], """
            {"heads": 3, "fusion": [{"clip": 0, "side": 0}, {"clip": 1, "side": 1}, {"clip": 3, "side": 2}], "supervised_blocks": [3, 4], "clip_scale": 0.5}
            """);
    }

    private static string OpenAi(string name)
    {
        if (name is "ov_classifier.bg_embed" or "ov_classifier.attn_mask") return "";
        if (name.StartsWith(Text, StringComparison.Ordinal)) return name[Text.Length..];
        if (name.StartsWith(Head + Blocks, StringComparison.Ordinal))
        {
            var parts = name[(Head + Blocks).Length..].Split('.', 2);
            return $"visual.transformer.{Blocks}{int.Parse(parts[0]) + ExtractorBlocks}.{parts[1]}";
        }

        string part = name.StartsWith(Extractor, StringComparison.Ordinal) ? name[Extractor.Length..] : name.StartsWith(Head, StringComparison.Ordinal) ? name[Head.Length..] : "";
        return part.Length == 0 ? "" : part.StartsWith(Blocks, StringComparison.Ordinal) ? "visual.transformer." + part : "visual." + part;
    }

    private static Dictionary<string, (long[] Shape, byte[] Numbers)> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        int data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8..data));
        return header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").ToDictionary(entry => entry.Name, entry =>
        {
            var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32()).ToArray();
            return (entry.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64()).ToArray(), bytes[(data + offsets[0])..(data + offsets[1])]);
        });
    }
}
