namespace AlignZeg.Cli.Tests;

/// <summary>Generated scenes, and one undisturbed run over them that the others are compared with.</summary>
public sealed class ReferenceRun : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public const int Count = 30;

    public string Images => _folder["world/images"];

    public string Truth => _folder["world/truth"];

    public string Vocabulary => _folder["world/vocabulary.json"];

    public string Output => _folder["reference"];

    internal Outcome Outcome { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        (await AlignZegProcess.RunAloneAsync("world", "--count", $"{Count}", "--seed", "5", "--output", _folder["world"])).Expect(0);
        Outcome = (await AlignZegProcess.RunAloneAsync(Command(Output))).Expect(0);
    }

    /// <summary>The reference command for another output.</summary>
    public string[] Command(string output, params string[] more) =>
        ["label", Images, "--vocabulary", Vocabulary, "--truth", Truth, "--output", output, "--confidence", "--json", .. more];

    public ValueTask DisposeAsync()
    {
        WarmProgram.EndAll();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
