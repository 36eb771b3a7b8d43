using System.Text.Json;
using AlignZeg.Model.Checkpoints;

namespace AlignZeg.Model.Tests.Checkpoints;

public sealed class CheckpointFileTests
{
    [Fact]
    public void Open_LoadsOrRefusesEveryCaseOfTheReference()
    {
        using var scope = NewDisposeScope();
        string folder = Path.Combine(Golden.Folder("clip-tiny"), "pt_variants");
        var expected = CheckpointFile.Open(Path.Combine(folder, "expected.safetensors"));
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json")));
        Assert.All(cases.RootElement.EnumerateArray(), entry => Check(folder, entry, expected));
    }

    [Fact]
    public void Open_OfTorchAndSafetensors_GivesTheSameTensors()
    {
        using var scope = NewDisposeScope();
        string folder = Golden.Folder("clip-tiny");
        var (torch, safe) = (CheckpointFile.Open(Path.Combine(folder, "model_openai.pt")), CheckpointFile.Open(Path.Combine(folder, "model_openai.safetensors")));
        Assert.Equal(77, torch.Count);
        Assert.All(torch, entry => Golden.AssertSame(safe[entry.Key].Read(), entry.Value.Read()));
    }

    private static void Check(string folder, JsonElement entry, IReadOnlyDictionary<string, StoredTensor> expected)
    {
        string file = entry.GetProperty("file").GetString()!;
        string path = Path.Combine(folder, file);
        if (entry.GetProperty("must").GetString() == "refuse")
        {
            var refusal = Assert.Throws<InvalidDataException>(() => CheckpointFile.Open(path)).Message;
            Assert.Contains(path, refusal, StringComparison.Ordinal);
            Assert.Matches(@"^[^\n]+\.$", refusal);
            return;
        }

        var tensors = CheckpointFile.Open(path);
        var names = entry.GetProperty("tensors").EnumerateObject().ToArray();
        Assert.Subset(tensors.Keys.ToHashSet(), names.Select(n => n.Name).ToHashSet());
        foreach (var name in names)
        {
            var value = tensors[name.Name].Read();
            Assert.Equal(name.Value.GetProperty("dtype").GetString(), TorchName(value.dtype));
            Assert.Equal(name.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()), value.shape);
            var wanted = expected[$"{file}|{name.Name}"].Read();
            Golden.AssertSame(wanted, value.dtype == ScalarType.BFloat16 ? value.to(ScalarType.Float32) : value);
        }
    }

    private static string TorchName(ScalarType type) => type == ScalarType.Byte ? "uint8" : type.ToString().ToLowerInvariant();
}
