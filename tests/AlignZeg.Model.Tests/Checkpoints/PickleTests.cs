using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AlignZeg.Model.Checkpoints;

namespace AlignZeg.Model.Tests.Checkpoints;

/// <summary>Files that torch wrote, and pickles that nobody should trust.</summary>
public sealed class PickleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pickle").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("torchscript.pt")]
    [InlineData("torchscript_scripted.pt")]
    [InlineData("detectron2.pth")]
    [InlineData("detectron2_legacy.pth")]
    public void Open_OfWhatTorchWrote_GivesEveryTensor(string file)
    {
        using var scope = NewDisposeScope();
        using var json = JsonDocument.Parse(File.ReadAllBytes(Fixtures.PathOf("checkpoints", "expected.json")));
        var expected = json.RootElement.GetProperty(file).EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value);
        var tensors = CheckpointFile.Open(Fixtures.PathOf("checkpoints", file));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(tensors, entry =>
        {
            Assert.Equal(expected[entry.Key].GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()), entry.Value.Shape);
            var values = entry.Value.Read().to(ScalarType.Float64).contiguous().data<double>().ToArray();
            Assert.Equal(expected[entry.Key].GetProperty("values").EnumerateArray().Select(v => v.GetDouble()), values);
        });
    }

    [Theory]
    [InlineData("cos\nsystem\n(X\u0002\u0000\u0000\u0000idtR.", "os.system")]                          // calls a shell
    [InlineData("cos\nsystem\n.", "os.system")]                                                          // only mentions it
    [InlineData("cbuiltins\neval\n(X\u0001\u0000\u0000\u00001tR.", "builtins.eval")]
    [InlineData("c__torch__\nX\n(tR.", "__torch__.X")]                                                 // a class of an archive is no function
    [InlineData("ccollections\nOrderedDict\n)\u0081.", "collections.OrderedDict")]                     // nor is a function a class
    [InlineData("(ios\nsystem\n.", "0x69")]                                                            // an instruction of old pickles that calls
    [InlineData("\u0082\u0001.", "0x82")]                                                              // a name by number, registered elsewhere
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n(NNNNtR.", "_rebuild_tensor_v2")]                  // arguments that make no sense
    [InlineData("X\u0000\u0000\u0000\u0070abc.", "cut short")]                                         // a text of 1.8 GB
    [InlineData("}h\u0005.", "never said")]
    [InlineData("..", null)]
    [InlineData("]]a", null)]                                                                          // no end
    [InlineData("K\u0001Q.", "no storage")]
    public void Open_OfAPickleThatIsNotData_SaysWhyInOneSentence(string pickle, string? named)
    {
        string path = Archive(Encoding.Latin1.GetBytes("\u0080\u0002" + pickle));
        var refusal = Assert.Throws<InvalidDataException>(() => CheckpointFile.Open(path)).Message;
        Assert.StartsWith($"'{path}' is refused: ", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
        if (named is not null) Assert.Contains(named, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfADictionaryThatHoldsItself_IsRefused() => // BINPUT 0, then the dictionary as its own value
        Assert.Contains("nested", Assert.Throws<InvalidDataException>(() => CheckpointFile.Open(Archive(Encoding.Latin1.GetBytes("}q\u0000X\u0001\u0000\u0000\u0000ah\u0000s.")))).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_OfDictionariesThatDoubleSixtyTimes_IsRefusedSoon() // each holds the last one twice: 2^60 leaves in 1 kB
    {
        var pickle = new StringBuilder("]q\u0000");
        for (char i = '\u0001'; i <= '<'; i++) pickle.Append("](h").Append((char)(i - 1)).Append('h').Append((char)(i - 1)).Append("eq").Append(i);
        Assert.Contains("nested", Assert.Throws<InvalidDataException>(() => CheckpointFile.Open(Archive(Encoding.Latin1.GetBytes(pickle + ".")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfAnyPrefix_RefusesOrReads_ButNeverFailsOtherwise()
    {
        var whole = File.ReadAllBytes(Fixtures.PathOf("checkpoints", "detectron2_legacy.pth"));
        string path = Path.Combine(_folder, "cut.pth");
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => CheckpointFile.Open(path));
        }
    }

    [Fact]
    public void Open_OfDamagedBytes_RefusesOrReads_ButNeverFailsOtherwise()
    {
        var whole = File.ReadAllBytes(Fixtures.PathOf("checkpoints", "detectron2.pth"));
        string path = Path.Combine(_folder, "damaged.pth");
        var random = new Random(11);
        for (int round = 0; round < 400; round++)
        {
            using var scope = NewDisposeScope();
            var damaged = (byte[])whole.Clone();
            for (int i = 0; i < 3; i++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, damaged);
            try
            {
                foreach (var tensor in CheckpointFile.Open(path).Values) tensor.Read();
            }
            catch (InvalidDataException)
            {
                // the one way out
            }
        }
    }

    private string Archive(byte[] pickle)
    {
        string path = Path.Combine(_folder, "archive.pt");
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        using var entry = zip.CreateEntry("archive/data.pkl").Open();
        entry.Write(pickle);
        return path;
    }
}
