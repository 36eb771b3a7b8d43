using System.CommandLine;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Vocabularies;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg vocabulary list|show|publish|versions|tokens|calibrate|try</c>.</summary>
internal static class VocabularyCommand
{
    private const int MostNamed = 5;

    private static readonly Argument<string> Name = new("name") { Description = "Of the vocabulary." };

    private static readonly Argument<string> Words = new("file") { Description = "A text file with a class per line ('car|automobile' for synonyms), or JSON." };

    private static readonly Argument<string> Image = new("image") { Description = "File of one image." };

    private static readonly Option<int?> Version = new("--version") { Description = "Which version. Default: the latest." };

    private static readonly Option<string?> Latest = new("--if-latest") { Description = "Publish only if the latest version has this hash, so that nobody's work is lost." };

    private static readonly Option<string> Model = new("--model", "-m") { Description = "Name of a model of the server.", Required = true };

    private static readonly Option<string?> Reader = new("--model", "-m") { Description = "Name of a model of the server that has to read every class to its end; if it does not, nothing is published." };

    private static readonly Option<bool> Truncate = new("--truncate") { Description = "Let texts be cut off where a model reads no further, and say which; the version says so from then on." };

    private static readonly Option<string[]> Classes = new("--class", "-c") { Description = "A class to try, published nowhere; may be given several times." };

    private static readonly Option<string?> Published = new("--vocabulary", "-v") { Description = "Try a published vocabulary, in place of --class." };

    private static readonly Option<string?> Mask = new("--output", "-o") { Description = "File for the label map (PNG of class ids)." };

    public static Command Create() => new("vocabulary", "Vocabularies of a server: classes to look for, in versions that never change.")
    {
        RemoteVerb.Of("list", "List the vocabularies.", ListAsync),
        RemoteVerb.Of("show", "Show the classes of a vocabulary.", ShowAsync, Name, Version),
        RemoteVerb.Of("publish", "Publish a file as the newest version, unless the latest is the same.", PublishAsync, Name, Words, Latest, Reader, Truncate),
        RemoteVerb.Of("versions", "List the versions of a vocabulary.", VersionsAsync, Name),
        RemoteVerb.Of("tokens", "Show how many tokens a model makes of each class, in the template where it is longest, and which it would cut off.", TokensAsync, Name, Model, Version),
        VocabularyCalibrateVerb.Create(Name),
        RemoteVerb.Of("try", "Label one image now, with classes that are published nowhere or with a vocabulary; nothing is kept.", TryAsync, Image, Model, Classes, Published, Version, Mask),
    };

    private static async Task<int> ListAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        await call.Output.ListAsync(NameRows.Of(call.Client.Vocabularies.ListAllAsync(cancellationToken)), ["Vocabulary"], row => [row.Name], "There are no vocabularies; publish one with: alignzeg vocabulary publish NAME FILE");
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var found = await call.Client.Vocabularies.GetAsync(call.Parsed.GetRequiredValue(Name), call.Parsed.GetValue(Version), cancellationToken);
        if (call.Output.Json)
        {
            call.Output.Show(found);
            return ExitCode.Done;
        }

        var rows = found.Definition.Classes.Select((one, id) => (Id: id, Class: one)).ToAsyncEnumerable();
        await call.Output.ListAsync(rows, ["Id", "Class", "Synonyms", "Colour", ""], row => [$"{row.Id}", row.Class.Name, string.Join(", ", row.Class.Synonyms ?? []), row.Class.Color, row.Class.Background ? "background" : null], "");
        call.Output.Say($"Version {found.Version}, {found.Hash}{(found.Definition.Templates.Count == 0 ? "" : $"; {found.Definition.Templates.Count} templates")}");
        return ExitCode.Done;
    }

    private static async Task<int> PublishAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        string name = call.Parsed.GetRequiredValue(Name), text = await LocalFiles.ReadTextAsync(call.Parsed.GetRequiredValue(Words), "vocabulary", cancellationToken);
        var published = await call.Client.Vocabularies.PublishTextAsync(name, text, new(call.Parsed.GetValue(Reader), call.Parsed.GetValue(Truncate)), call.Parsed.GetValue(Latest), cancellationToken);
        var cut = await CutAsync(call, name, published.Vocabulary.Version, cancellationToken);
        if (call.Output.Json) call.Output.Show(new { published.Vocabulary.Version, published.Vocabulary.Hash, Classes = published.Vocabulary.Definition.Classes.Count, published.IsNew, published.Vocabulary.Latest, Truncated = cut });
        else call.Output.Say($"{(published.IsNew ? "Published" : "Known already:")} version {published.Vocabulary.Version} of '{name}', {published.Vocabulary.Definition.Classes.Count:N0} classes, {published.Vocabulary.Hash}");
        LaterVersion.Tell(call.Output, published.Vocabulary.Version, published.Vocabulary.Latest, "--vocabulary-version");
        if (cut is { Count: > 0 }) call.Output.Say($"The model '{call.Parsed.GetValue(Reader)}' cuts off {cut.Count:N0} of its classes, as --truncate allows: {string.Join(", ", cut.Take(MostNamed))}{(cut.Count > MostNamed ? ", …" : "")}");
        return ExitCode.Done;
    }

    // Without the allowance none is cut off: the server has refused.
    private static async Task<IReadOnlyList<string>?> CutAsync(RemoteCall call, string name, int version, CancellationToken cancellationToken)
    {
        if (call.Parsed.GetValue(Reader) is not { } model) return null;
        var cut = new List<string>();
        if (!call.Parsed.GetValue(Truncate)) return cut;
        await foreach (var one in call.Client.Vocabularies.ReadAllTokensAsync(name, model, version, cancellationToken))
            if (one.Truncated) cut.Add(one.Name);
        return cut;
    }

    private static async Task<int> TokensAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var classes = call.Client.Vocabularies.ReadAllTokensAsync(call.Parsed.GetRequiredValue(Name), call.Parsed.GetRequiredValue(Model), call.Parsed.GetValue(Version), cancellationToken);
        await call.Output.ListAsync(classes, ["Id", "Class", "Tokens", "Of", "Longest text", "Unknown words", ""], TokenRow, "The vocabulary has no class that a model reads.");
        return ExitCode.Done;
    }

    private static string?[] TokenRow(ClassTokens one)
    {
        var longest = one.Texts.MaxBy(text => text.Tokens)!;
        string prompt = (longest.Template ?? "{}").Replace("{}", longest.Text, StringComparison.Ordinal);
        return [$"{one.Id}", one.Name, Figures.Count(one.Tokens), Figures.Count(one.Context), prompt, string.Join(", ", one.Texts.SelectMany(text => text.UnknownWords).Distinct()), one.Truncated ? "cut off" : null];
    }

    private static async Task<int> VersionsAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var versions = await call.Client.Vocabularies.ListVersionsAsync(call.Parsed.GetRequiredValue(Name), cancellationToken);
        await call.Output.ListAsync(versions.ToAsyncEnumerable(), ["Version", "Classes", "Hash"], row => [$"{row.Number}", Figures.Count(row.Classes), row.Hash], "There is no such vocabulary.");
        return ExitCode.Done;
    }

    private static async Task<int> TryAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var image = await LocalFiles.ReadBytesAsync(call.Parsed.GetRequiredValue(Image), "image", cancellationToken);
        string model = call.Parsed.GetRequiredValue(Model);
        var found = (call.Parsed.GetValue(Classes), call.Parsed.GetValue(Published)) switch
        {
            ({ Length: > 0 } classes, null) => await call.Client.Segmentation.TryAsync(image, model, classes, cancellationToken),
            (null or [], { } vocabulary) => await call.Client.Segmentation.SegmentAsync(image, model, vocabulary, call.Parsed.GetValue(Version), cancellationToken),
            _ => throw CommandException.BadInput("Give either classes to try (--class cat --class dog) or a published vocabulary (--vocabulary NAME)."),
        };
        if (call.Parsed.GetValue(Mask) is { } path) await File.WriteAllBytesAsync(path, found.MaskPng, cancellationToken);
        double pixels = (double)found.Width * found.Height;
        if (call.Output.Json) call.Output.Show(new { found.Width, found.Height, found.DeviceMs, found.Classes, found.Unlabelled });
        else await call.Output.ListAsync(found.Classes.ToAsyncEnumerable(), ["Class", "Pixels", "%"], row => [row.Name, Figures.Count(row.Pixels), Figures.Percent(row.Pixels / pixels)], "None of the classes was found.");
        return ExitCode.Done;
    }
}
