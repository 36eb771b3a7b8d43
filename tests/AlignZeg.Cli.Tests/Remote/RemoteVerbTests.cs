using System.Formats.Tar;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Cli.Tests.Remote;

[Collection(InTurn.Name)]
public sealed class RemoteVerbTests(ServedSilo server) : IClassFixture<ServedSilo>, IDisposable
{
    private const int Failed = 1, BadInput = 2;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Operator_MakesTurnsAndEndsKeys_AndSetsTerms()
    {
        string key = (await server.AdminAsync("tenant", "key", "create", "other", "--scope", "read", "--note", "a gate")).Expect(0).Output.Trim();
        Assert.StartsWith("alz_other.", key, StringComparison.Ordinal);
        var listed = (await server.AdminAsync("tenant", "keys", "other", "--json")).Expect(0);
        Assert.DoesNotContain(key, listed.Output, StringComparison.Ordinal);
        string id = listed.Last.GetProperty("id").GetString()!;
        string turned = (await server.AdminAsync("tenant", "key", "rotate", "other", id, "--json")).Expect(0).Last.GetProperty("key").GetString()!;
        (await AlignZegProcess.RunAsync("usage", "--server", server.Address, "--key", key)).ExpectSentence(BadInput, "refuses the API key");
        (await AlignZegProcess.RunAsync("usage", "--server", server.Address, "--key", turned)).Expect(0);
        (await server.AdminAsync("tenant", "quotas", "other", "--images-per-day", "10")).Expect(0);
        var quotas = (await server.AdminAsync("tenant", "quotas", "other", "--running-jobs", "2", "--json")).Expect(0).Last;
        Assert.Equal((10, 2), (quotas.GetProperty("images_per_day").GetInt32(), quotas.GetProperty("running_jobs").GetInt32())); // what is not named stays
        Assert.Equal(3, (await server.AdminAsync("tenant", "weight", "other", "3", "--json")).Expect(0).Last.GetProperty("weight").GetDouble());
        (await server.AdminAsync("tenant", "key", "revoke", "other", turned.Split('.', '_')[2])).Expect(0);
        (await AlignZegProcess.RunAsync("usage", "--server", server.Address, "--key", turned)).ExpectSentence(BadInput, "refuses the API key");
    }

    [Fact]
    public async Task Webhook_IsMadePingedAndEnded_AndItsSecretIsShownOnce()
    {
        (await server.RunAsync("webhook", "add", "hook", "--url", "http://127.0.0.1:9/x")).ExpectSentence(BadInput, "https");
        string secret = (await server.RunAsync("webhook", "add", "hook", "--url", "https://hooks.example.com/x", "--event", "job.completed")).Expect(0).Output.Trim();
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        var changed = (await server.RunAsync("webhook", "add", "hook", "--url", "https://hooks.example.com/y", "--disabled", "--json")).Expect(0).Last;
        Assert.Equal(("https://hooks.example.com/y", false, false), (changed.GetProperty("url").GetString(), changed.GetProperty("enabled").GetBoolean(), changed.TryGetProperty("secret", out _)));
        Assert.Equal("hook", (await server.RunAsync("webhook", "list", "--json")).Expect(0).Last.GetProperty("name").GetString());
        string turned = (await server.RunAsync("webhook", "rotate", "hook", "--json")).Expect(0).Last.GetProperty("secret").GetString()!;
        Assert.NotEqual(secret, turned);
        Assert.DoesNotContain("whsec_", (await server.RunAsync("webhook", "show", "hook", "--json")).Expect(0).Output, StringComparison.Ordinal);
        (await server.RunAsync("webhook", "add", "hook", "--url", "https://hooks.example.com/y")).Expect(0);
        string delivery = (await server.RunAsync("webhook", "ping", "hook", "--json")).Expect(0).Last.GetProperty("id").GetString()!;
        Assert.Equal(delivery, (await server.RunAsync("webhook", "deliveries", "hook", "--json")).Expect(0).Last.GetProperty("id").GetString());
        (await server.RunAsync("webhook", "redeliver", "hook", "evt_none")).ExpectSentence(BadInput, "evt_none");
        (await server.RunAsync("webhook", "remove", "hook")).Expect(0);
        (await server.RunAsync("webhook", "show", "hook")).ExpectSentence(BadInput, "hook");
    }

    [Fact]
    public async Task Vocabulary_IsPublishedShownAndTried()
    {
        await File.WriteAllTextAsync(_folder["a.txt"], "amber | resin\nslate\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["b.txt"], "amber\nAmber\n\t", TestContext.Current.CancellationToken);
        var first = (await server.RunAsync("vocabulary", "publish", "words", _folder["a.txt"], "--json")).Expect(0).Last;
        Assert.True(first.GetProperty("is_new").GetBoolean());
        Assert.Contains("Known already", (await server.RunAsync("vocabulary", "publish", "words", _folder["a.txt"])).Expect(0).Output, StringComparison.Ordinal);
        (await server.RunAsync("vocabulary", "publish", "words", _folder["b.txt"])).ExpectSentence(BadInput, "repeats");
        await File.WriteAllTextAsync(_folder["c.txt"], "slate\n", TestContext.Current.CancellationToken);
        (await server.RunAsync("vocabulary", "publish", "words", _folder["c.txt"], "--if-latest", "00")).ExpectSentence(BadInput, first.GetProperty("hash").GetString()!);
        Assert.Contains("resin", (await server.RunAsync("vocabulary", "show", "words")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains((await server.RunAsync("vocabulary", "list", "--json")).Expect(0).Lines, line => line.GetProperty("name").GetString() == "words");
        Assert.Equal(2, (await server.RunAsync("vocabulary", "versions", "words", "--json")).Expect(0).Last.GetProperty("classes").GetInt32());
        (await server.RunAsync("vocabulary", "try", _folder["a.txt"], "-m", "tiny", "-c", "amber")).ExpectSentence(BadInput, "not a JPEG");
        var tokens = (await server.RunAsync("vocabulary", "tokens", "words", "-m", "tiny", "--json")).Expect(0).Lines[0];
        Assert.Equal(("amber", false, "resin"), (tokens.GetProperty("name").GetString(), tokens.GetProperty("truncated").GetBoolean(), tokens.GetProperty("texts")[1].GetProperty("unknown_words")[0].GetString()));
        await File.WriteAllTextAsync(_folder["long.txt"], string.Join(' ', Enumerable.Repeat("denim", 33)), TestContext.Current.CancellationToken);
        (await server.RunAsync("vocabulary", "publish", "long", _folder["long.txt"], "-m", "tiny")).ExpectSentence(BadInput, "too long for the model 'tiny'");
        Assert.Contains("cuts off 1", (await server.RunAsync("vocabulary", "publish", "long", _folder["long.txt"], "-m", "tiny", "--truncate")).Expect(0).Output, StringComparison.Ordinal);
        (await server.RunAsync("vocabulary", "publish", "words", _folder["c.txt"])).Expect(0);
        Assert.Contains("This is version 1 again; the latest is 2", (await server.RunAsync("vocabulary", "publish", "words", _folder["a.txt"])).Expect(0).Output, StringComparison.Ordinal);
        (await server.RunAsync("vocabulary", "show", "nothing")).ExpectSentence(BadInput, "nothing", "publish one first");
    }

    [Fact]
    public async Task WhateverIsWrong_IsOneSentence_WithoutTheKey()
    {
        const string Secret = "alz_acme.aaaaaaaaaaaa_not-a-secret";
        Outcome[] outcomes =
        [
            await AlignZegProcess.RunAsync("job", "list", "--server", server.Address, "--key", Secret),
            await AlignZegProcess.RunAsync("job", "list", "--server", "http://127.0.0.1:1", "--key", Secret),
            await AlignZegProcess.RunAsync("job", "list", "--server", "localhost", "--key", Secret),
            await AlignZegProcess.RunAsync("job", "list", "--server", server.Address + "/elsewhere", "--key", Secret),
            await AlignZegProcess.RunAsync("job", "list", "--server", server.Address, "--key", Secret, "--key-file", server.KeyFile),
            await AlignZegProcess.RunAsync("job", "list", "--server", server.Address, "--key-file", _folder["none"]),
            await AlignZegProcess.RunProgramAsync("/usr/bin/env", "-u", "ALIGNZEG_KEY", AlignZegProcess.Program, "job", "list"),
        ];
        (int, string)[] expected =
        [
            (BadInput, "refuses the API key"), (Failed, "no connection to http://127.0.0.1:1/"), (BadInput, "'localhost' is no address"), (BadInput, "elsewhere"), (BadInput, "either --key or --key-file"),
            (BadInput, "cannot be read"), (BadInput, "no API key"),
        ];
        foreach (var (outcome, (exitCode, words)) in outcomes.Zip(expected))
        {
            outcome.ExpectSentence(exitCode, words);
            Assert.DoesNotContain("not-a-secret", outcome.Output + outcome.Error, StringComparison.Ordinal);
        }
    }

    // A shard's sidecars say something of its images, whether the server unpacks it or this machine does.
    [Fact]
    public async Task SeveralArchives_MakeOneVersion()
    {
        for (int shard = 0; shard < 2; shard++) await ShardAsync($"shard-{shard}.tar", shard);
        var both = (await server.RunAsync("dataset", "upload", "shards", _folder["shard-{0..1}.tar"], "--json")).Expect(0).Last;
        Assert.Equal((2, 1), (both.GetProperty("images").GetInt32(), both.GetProperty("number").GetInt32()));
        Assert.Equal(1, (await server.RunAsync("dataset", "upload", "shards", _folder["shard-0.tar"], _folder["shard-1.tar"], "--json")).Expect(0).Last.GetProperty("number").GetInt32());
        Assert.Equal(1, (await server.RunAsync("dataset", "upload", "alone", _folder["shard-1.tar"], "--json")).Expect(0).Last.GetProperty("images").GetInt32());
        (await server.RunAsync("dataset", "upload", "shards", _folder["shard-1.tar"])).Expect(0);
        var earlier = (await server.RunAsync("dataset", "upload", "shards", _folder["shard-{0..1}.tar"])).Expect(0);
        Assert.Contains("This is version 1 again; the latest is 2", earlier.Output, StringComparison.Ordinal);
        (await server.RunAsync("dataset", "upload", "none", _folder["shard-7.tar"])).ExpectSentence(BadInput, "shard-7.tar");
    }

    [Fact]
    public async Task ServerAndKey_ComeFromTheEnvironment()
    {
        string key = (await File.ReadAllTextAsync(server.KeyFile, TestContext.Current.CancellationToken)).Trim();
        (await AlignZegProcess.RunProgramAsync("/usr/bin/env", $"ALIGNZEG_SERVER={server.Address}", $"ALIGNZEG_KEY={key}", AlignZegProcess.Program, "model", "list", "--json")).Expect(0);
        (await server.RunAsync("tenant", "keys", "acme")).ExpectSentence(BadInput, "lacks the scope");
        (await server.RunAsync("job", "submit", "-d", "nothing", "-v", "words", "-m", "tiny")).ExpectSentence(BadInput, "nothing", "register one first");
        (await server.RunAsync("dataset", "upload", "d", _folder["nowhere"])).ExpectSentence(BadInput, "nowhere");
    }

    private async Task ShardAsync(string name, int number)
    {
        await using var writer = new TarWriter(File.Create(_folder[name]));
        foreach (var (entry, content) in new[] { ($"p{number}.png", PictureOf(number)), ($"p{number}.json", "{\"caption\": \"x\"}"u8.ToArray()) })
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(content) }, TestContext.Current.CancellationToken);
    }

    private static byte[] PictureOf(int number) => ImageEncoder.EncodePng(new([(byte)number, 0, 0], 1, 1));
}
