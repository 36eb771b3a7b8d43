using AlignZeg.Model.Bundles;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Tests.Bundles;

public sealed class ModelBundleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bundle").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_GivesBackWhatWasSaved()
    {
        using var bundle = TinyModels.Bundle();
        bundle.Save(_folder);
        using var loaded = ModelBundle.Load(_folder, CPU);
        Assert.Equal(bundle.Config.Clip, loaded.Config.Clip);
        Assert.Equal(TinyModels.Words, Assert.IsType<WordTokenizer>(loaded.Tokenizer).Words);
        Assert.All(bundle.Network.state_dict(), p => Assert.True(Same(p.Value, loaded.Network.state_dict()[p.Key]), p.Key));
        Assert.All(bundle.Clip.state_dict(), p => Assert.True(Same(p.Value, loaded.Clip.state_dict()[p.Key]), p.Key));
    }

    [Fact]
    public void HashOf_ChangesWithAnyFile()
    {
        using var bundle = TinyModels.Bundle();
        bundle.Save(_folder);
        string before = ModelBundle.HashOf(_folder);
        Assert.Equal(before, ModelBundle.HashOf(_folder));
        foreach (string file in Directory.GetFiles(_folder))
        {
            var bytes = File.ReadAllBytes(file);
            File.WriteAllBytes(file, [.. bytes, 0]);
            Assert.NotEqual(before, ModelBundle.HashOf(_folder));
            File.WriteAllBytes(file, bytes);
        }
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("clip.safetensors")]
    [InlineData("alignzeg.safetensors")]
    [InlineData("tokenizer.json")]
    public void Load_WithoutAFile_NamesItAndTheFolder(string file)
    {
        using var bundle = TinyModels.Bundle();
        bundle.Save(_folder);
        File.Delete(Path.Combine(_folder, file));
        var exception = Assert.Throws<ModelBundleException>(() => ModelBundle.Load(_folder, CPU));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.Contains(_folder, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfWeightsCutShort_IsRefused()
    {
        using var bundle = TinyModels.Bundle();
        bundle.Save(_folder);
        string path = Path.Combine(_folder, "alignzeg.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^100]);
        Assert.Throws<ModelBundleException>(() => ModelBundle.Load(_folder, CPU));
    }

    [Fact]
    public void Load_OfWeightsOfAnotherShape_NamesTheTensor()
    {
        using var bundle = TinyModels.Bundle();
        bundle.Save(_folder);
        string path = Path.Combine(_folder, "config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"queries\": 5", "\"queries\": 6", StringComparison.Ordinal));
        Assert.Contains("query", Assert.Throws<ModelBundleException>(() => ModelBundle.Load(_folder, CPU)).Message, StringComparison.Ordinal);
    }

    private static bool Same(Tensor a, Tensor b) => (a == b).all().item<bool>();
}
