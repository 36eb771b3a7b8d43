using System.Buffers.Binary;
using System.Text.Json;

namespace AlignZeg.Cli.Tests;

/// <summary>The reference CLIP as a folder of Hugging Face, with a vocabulary that fits its 1000 ids.</summary>
internal static class PublishedClip
{
    private const int Merges = 1000 - 2 * 256 - 2;

    /// <summary>The reference data of a name; skips the test where it is missing.</summary>
    public static string Golden(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "golden", name);
            if (Directory.Exists(candidate)) return candidate;
        }

        Assert.Skip($"the reference data golden/{name} is not here");
        return "";
    }

    /// <summary>Makes the folder.</summary>
    public static string Make(TemporaryFolder folder)
    {
        string golden = Golden("clip-tiny"), made = Directory.CreateDirectory(folder["clip"]).FullName;
        File.Copy(Path.Combine(golden, "config.json"), Path.Combine(made, "config.json"));
        File.Copy(Path.Combine(golden, "model_hf.safetensors"), Path.Combine(made, "model.safetensors"));
        var letters = Enumerable.Range(33, 94).Concat(Enumerable.Range(161, 12)).Concat(Enumerable.Range(174, 82)).Concat(Enumerable.Range(256, 68)).Select(code => ((char)code).ToString()).ToList();
        var pairs = letters.GetRange(64, 26).SelectMany(a => letters.GetRange(64, 26).Select(b => (Left: a, Right: b + "</w>"))).Take(Merges).ToList();
        string[] tokens = [.. letters, .. letters.Select(letter => letter + "</w>"), .. pairs.Select(pair => pair.Left + pair.Right), "<|startoftext|>", "<|endoftext|>"];
        File.WriteAllText(Path.Combine(made, "vocab.json"), JsonSerializer.Serialize(tokens.Index().ToDictionary(pair => pair.Item, pair => pair.Index)));
        File.WriteAllText(Path.Combine(made, "merges.txt"), "#version: 0.2\n" + string.Concat(pairs.Select(pair => $"{pair.Left} {pair.Right}\n")));
        return made;
    }

    /// <summary>Numbers of a float tensor of the reference.</summary>
    public static float[] Numbers(string file, string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Golden("clip-tiny"), file));
        int data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8..data));
        var offsets = header.RootElement.GetProperty(name).GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32()).ToArray();
        var numbers = new float[(offsets[1] - offsets[0]) / sizeof(float)];
        Buffer.BlockCopy(bytes, data + offsets[0], numbers, 0, offsets[1] - offsets[0]);
        return numbers;
    }
}
