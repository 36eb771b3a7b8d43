using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Cli.Tests.Http;

/// <summary>A collector of OpenTelemetry over gRPC, as far as it has to be one: takes every export, and reads which spans of which trace and silo came.</summary>
internal sealed class TraceReceiver : IAsyncDisposable
{
    // Numbers of the fields in opentelemetry/proto/trace/v1/trace.proto and resource.proto.
    private const int ResourceSpans = 1, Resource = 1, Attributes = 1, Key = 1, Value = 2, Text = 1, ScopeSpans = 2, Spans = 2, TraceId = 1, Name = 5;
    private const int Number = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5; // wire types of protobuf
    private const int Prefix = 5; // of a gRPC message: whether it is compressed, and its length
    private readonly WebApplication _server;

    private TraceReceiver(WebApplication server) => _server = server;

    /// <summary>Where it is.</summary>
    public Uri Address => new(_server.Urls.Single());

    /// <summary>What came so far.</summary>
    public ConcurrentQueue<(string Trace, string Silo, string Span)> Came { get; } = [];

    public static async Task<TraceReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        var receiver = new TraceReceiver(builder.Build());
        receiver._server.MapPost("/{service}/Export", receiver.TakeAsync);
        await receiver._server.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext http, string service)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var message = body.ToArray().AsMemory();
        Assert.Equal(message.Length - Prefix, (int)BinaryPrimitives.ReadUInt32BigEndian(message.Span[1..]));
        if (service.EndsWith("TraceService", StringComparison.Ordinal)) Note(message[Prefix..]);
        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[Prefix]); // a message with nothing in it: all was taken
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private void Note(ReadOnlyMemory<byte> request)
    {
        foreach (var ofSilo in Fields(request, ResourceSpans))
        {
            var silo = Fields(ofSilo, Resource).SelectMany(resource => Fields(resource, Attributes)).Where(one => TextOf(one, Key) == "service.instance.id").Select(one => TextOf(Fields(one, Value).Single(), Text));
            foreach (var span in Fields(ofSilo, ScopeSpans).SelectMany(scope => Fields(scope, Spans)))
                Came.Enqueue((Convert.ToHexStringLower(Fields(span, TraceId).Single().Span), silo.Single(), TextOf(span, Name)));
        }
    }

    private static string TextOf(ReadOnlyMemory<byte> message, int field) => Encoding.UTF8.GetString(Fields(message, field).Single().Span);

    /// <summary>The parts of a protobuf message that are bytes and have a number.</summary>
    private static List<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        for (int at = 0; at < message.Length;)
        {
            ulong tag = Varint(message.Span, ref at);
            int length = (tag & 7) switch { Number => Skip(message.Span, ref at), Fixed64 => 8, Bytes => (int)Varint(message.Span, ref at), Fixed32 => 4, var kind => throw new InvalidDataException($"There is no wire type {kind}.") };
            if (tag == (ulong)(number << 3 | Bytes)) found.Add(message.Slice(at, length));
            at += length;
        }

        return found;
    }

    private static int Skip(ReadOnlySpan<byte> bytes, ref int at)
    {
        Varint(bytes, ref at);
        return 0;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte one = bytes[at++];
            value |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80) return value;
        }
    }
}
