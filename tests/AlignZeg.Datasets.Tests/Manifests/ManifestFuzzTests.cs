using System.Text;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Tests.Manifests;

/// <summary>Manifests that nobody wrote: images, or one sentence.</summary>
public sealed class ManifestFuzzTests : IDisposable
{
    private const string Good = "{\"image\": \"a.jpg\", \"id\": \"é/1\", \"metadata\": {\"a\": [1, {\"b\": \"\\u00e9\"}]}}\n{\"path\": \"a.jpg\", \"n\": -1.5e3, \"id\": 2}\r\n\n{\"image\": \"b.jpg\"}";
    private readonly ScratchFolder _folder = new();

    public ManifestFuzzTests()
    {
        _folder.Add("a.jpg");
        _folder.Add("b.jpg");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CutShortAnywhere_GivesWhatIsWhole_OrOneSentence()
    {
        var whole = Encoding.UTF8.GetBytes(Good);
        for (int length = 0; length <= whole.Length; length++) Try(whole[..length]);
    }

    [Fact]
    public void ChangedBytes_GiveImagesOrOneSentence()
    {
        var (random, refused) = (new Random(3), 0);
        for (int turn = 0; turn < 250; turn++)
        {
            var bytes = Encoding.UTF8.GetBytes(Good);
            for (int changes = random.Next(1, 4); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            refused += Try(bytes);
        }

        Assert.InRange(refused, 25, 250);
    }

    [Fact]
    public void RandomBytes_GiveOneSentence()
    {
        var random = new Random(4);
        for (int turn = 0; turn < 100; turn++)
        {
            var bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            Assert.Equal(1, Try(bytes));
        }
    }

    // What is found can be written again, and its name stays below any folder.
    private int Try(byte[] manifest)
    {
        string path = _folder["fuzz.jsonl"];
        File.WriteAllBytes(path, manifest);
        try
        {
            var found = ImageInputs.Find([path], TestContext.Current.CancellationToken);
            foreach (var described in Containers.ContainerInputs.Described(found)) Assert.NotEmpty(described);
            Assert.All(found.Entries, entry => Assert.StartsWith("/out/", Path.GetFullPath(entry.Stem, "/out"), StringComparison.Ordinal));
            return 0;
        }
        catch (InputException refusal)
        {
            Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refusal.Message);
            return 1;
        }
    }
}
