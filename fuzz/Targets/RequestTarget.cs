using System.Text;
using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Egress.Http;
using Pinfold.Egress.Names;

namespace Pinfold.Fuzz.Targets;

/// <summary>Any bytes as what a client sends to the egress proxy.</summary>
internal static class RequestTarget
{
    private static readonly EgressRules Rules = new(new()
    {
        Workspace = CanonicalPath.Root, Profile = Profile.WorkspaceWrite, Accepted = [],
        Write = [], DenyRead = [], Read = [], Protect = [], Network = NetworkMode.Allowlist,
        Allow = [new("a.example", false, 443, new(PolicyLayer.Flag, "fuzz")),
            new("b.example", true, 443, new(PolicyLayer.Flag, "fuzz"))],
        Loopback = [], Commands = [], Limits = new(), Environment = new([], [], []), Hash = "",
    });

    internal static void Run(byte[] input)
    {
        Head(input);
        Body(input);
        Name(input);
    }

    private static void Head(byte[] input)
    {
        RequestHead request;
        try
        {
            var end = RequestParser.EndOfHead(input);
            if (end == 0) return;
            request = RequestParser.Parse(input.AsSpan(0, end));
        }
        catch (MalformedRequestException)
        {
            return;
        }

        Claim.That(request.Port is > 0 and <= 65535, "a port is a port");
        Rules.Decide(request.Host, request.Port);
        if (request.Form == RequestForm.Authority) return;
        var forwarded = request.ForOrigin();
        Claim.That(RequestParser.EndOfHead(forwarded) == forwarded.Length, "what is passed on is one head");
        var text = Encoding.Latin1.GetString(forwarded);
        var host = request.Host.Contains(':', StringComparison.Ordinal) ? $"[{request.Host}]" : request.Host;
        var again = RequestParser.Parse(Encoding.Latin1.GetBytes(
            $"{request.Method} http://{host}:{request.Port}{text[(request.Method.Length + 1)..]}"));
        Claim.That(again.Host == request.Host && again.Path == request.Path
            && again.Length == request.Length && again.Fields.SequenceEqual(request.Fields),
            "what is passed on is read as the same request");
    }

    private static void Body(byte[] input)
    {
        var whole = Taken(input, input.Length);
        Claim.That(whole == Taken(input, 1) && whole == Taken(input, 7),
            "where a body ends does not depend on how it was read");
    }

    private static int Taken(byte[] input, int step)
    {
        var body = new RequestBody(null);
        var taken = 0;
        try
        {
            for (var at = 0; at < input.Length && !body.IsOver; at += step)
                taken += body.Take(input.AsSpan(at, Math.Min(step, input.Length - at)));
        }
        catch (MalformedRequestException)
        {
            return -1;
        }

        return body.IsOver ? taken : -2;
    }

    private static void Name(byte[] input)
    {
        var answer = new NameServer(Rules, new SyntheticNames(4), v6: true, _ => { }).Answer(input);
        if (answer is null) return;
        Claim.That(answer.Length <= input.Length + 28 && answer.AsSpan(0, 2).SequenceEqual(input.AsSpan(0, 2)),
            "an answer belongs to its question, and is not much longer");
    }
}
