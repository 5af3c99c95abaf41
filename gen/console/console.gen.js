var M,lt,yr,J,Le,Ae,ft,Ee,mt,$e,De,ht,he=Symbol.for("pv"),Te={},je=[],wr=/^m(i|n|o|s|text|space)$/,Ve=Array.isArray,bt=je.slice,oe=Object.assign;function ne(r){
r&&r.parentNode&&r.remove()}function Pe(r,e,t,n,o){var s={type:r,props:e,key:t,ref:n,__k:null,__:null,__b:0,__e:null,__c:null,constructor:he,__v:o||++lt,__i:-1,__u:0};return!o&&M.vnode&&M.
vnode(s),s}function A(r){return r.children}function Re(r,e){this.props=r,this.context=e,this.__g=0}function X(r,e){if(e==null)return r.__&&X(r.__,r.__i+1);for(var t;e<r.__k.
length;e++)if((t=r.__k[e])&&t.__e)return t.__e;return typeof r.type!="function"||r.props.__P?null:X(r)}function kr(r){var e,t=r.__v,n=t.__e,o=[],s=[],i=r.__P;i&&
((e=oe({constructor:he},t)).__v=t.__v+1,M.vnode&&M.vnode(e),We(i,e,t,r.__n,i.namespaceURI,32&t.__u?[n]:null,o,n||X(t),32&t.__u,s),e.__v=t.__v,e.__.__k[e.__i]=e,
kt(o,e,s),t.__=t.__e=null,e.__e!=n&&vt(e))}function vt(r){if((r=r.__)&&r.__c&&!r.props.__P)return r.__e=null,r.__k.some(function(e){return e&&(r.__e=e.__e)}),vt(
r)}function ze(r){(8&r.__g||(r.__g|=8,J.push(r),Ae++))&&Le==M.debounceRendering||((Le=M.debounceRendering)||queueMicrotask)(gt)}function gt(){try{for(var r,e=1;J.
length;)J.length>e&&J.sort(ft),r=J.shift(),e=J.length,8&r.__g&&kr(r)}finally{(Ae=J.length)&&(Le||queueMicrotask)(gt)}}function _t(r,e,t,n,o,s,i,c,l,f,p){var h,m,
u,b,x,v,w=n.__k||je,y=e.length;for(l=xr(t,e,w,l,y),h=0;h<y;h++)(u=t.__k[h])!=null&&(m=~u.__i&&w[u.__i]||Te,u.__i=h,v=We(r,u,m,o,s,i,c,l,f,p),b=u.__e,(m.ref!=u.ref||
8&m.__u)&&(m.ref&&Ke(m.ref,null,u,m),u.ref&&p.push(u.ref,u.__c||b,u)),x=x||b,4&u.__u?(l=yt(u,l,r,!m.__v),m.__e&&(m.__e=null)):typeof u.type=="function"&&v!==void 0?
l=v:b&&(l=b.nextSibling),u.__u&=-21);return t.__e=x,l}function xr(r,e,t,n,o){var s,i,c,l,f,p,h,m,u,b=t.length,x=b,v=0,w=0,y=r.__k=Array(o);for(s=0;s<o;s++)(i=e[s])!=
null&&typeof i!="boolean"&&typeof i!="function"?(typeof i!="object"||i.constructor===String?i=y[s]=Pe(null,i):Ve(i)?i=y[s]=Pe(A,{children:i}):i.constructor===he&&
i.__b?i=y[s]=Pe(i.type,i.props,i.key,i.ref,i.__v):y[s]=i,l=s+v,i.__=r,i.__b=r.__b+1,c=null,~(f=i.__i=Mr(i,t,l,x))&&(x--,(c=t[f])&&(c.__u|=2)),c&&c.__v?(i.__u|=16,
f==l-1?v--:f==l+1?v++:f!=l&&(f>l?v--:v++,w=1)):(~f||(o>b?v--:o<b&&v++),typeof i.type!="function"&&(i.__u|=4))):y[s]=null;if(w){for(p=[],h=[],s=0;s<o;s++)if((i=y[s])&&
16&i.__u){for(v=0,m=p.length;v<m;)p[u=v+m>>1]<i.__i?v=u+1:m=u;p[v]=i.__i,h[s]=v+1}for(v=p.length;s--;)h[s]&&(h[s]==v?v--:y[s].__u|=4)}if(x)for(s=0;s<b;s++)!(c=t[s])||
2&c.__u||(c.__e==n&&(n=X(c)),He(c,c));return n}function yt(r,e,t,n){var o,s,i,c;if(typeof r.type=="function"){if(r.props.__P)return e;if(o=r.__k)for(s=0;s<o.length;s++)
o[s]&&(o[s].__=r,e=yt(o[s],e,t,!1));return e}for(e&&!e.parentNode&&(e=X(r))&&!e.parentNode&&(e=null),i=r.__e,c=e;c&&c.nodeType==8;)c=c.nextSibling;for(i!=c&&(!n&&
t.moveBefore&&i.parentNode?t.moveBefore(i,e):t.insertBefore(i,e||null)),e=i;(e=e&&e.nextSibling)&&e.nodeType==8&&!e.data.startsWith("$s"););return e}function Mr(r,e,t,n){var o,s=r.key,i=r.type,c=e[t],l=c&&!(2&c.__u);if(c===null&&s==null||l&&s==c.key&&i==c.type)return t;if(n>(l?1:0)){for(o=t-1;o>=0;o--)if((c=
e[o])&&!(2&c.__u)&&s==c.key&&i==c.type)return o;for(o=t+1;o<e.length;o++)if((c=e[o])&&!(2&c.__u)&&s==c.key&&i==c.type)return o}return-1}function pt(r,e,t){t==null&&
(t=""),e[0]=="-"?r.setProperty(e,t):r[e]=t}function Se(r,e,t,n,o){var s,i;if(e=="style")if(typeof t=="string")r.style.cssText=t;else{if(typeof n=="string"&&(r.style.
cssText=n=""),n)for(e in n)t&&e in t||pt(r.style,e);if(t)for(e in t)n&&t[e]==n[e]||pt(r.style,e,t[e])}else if(e[0]=="o"&&e[1]=="n")typeof t!="function"&&(t=null),
typeof n!="function"&&(n=null),(r.__e||(r.__e={}))[e]=t,t&&n||(i=De[e]||(De[e]=Sr(e)),(r.__a||(r.__a={}))[e]=$e,s=e!=(e=e.replace(mt,"$1")),(e=e.slice(2))[0]<"a"&&
(e=e.toLowerCase()),t?r.addEventListener(e,i,s):r.removeEventListener(e,i,s));else{if(o=="http://www.w3.org/2000/svg")e=e.replace(/xlink(H|:h)/,"h").replace(/sName$/,
"s");else if(e!="width"&&e!="height"&&e!="href"&&e!="list"&&e!="form"&&e!="tabIndex"&&e!="download"&&e!="rowSpan"&&e!="colSpan"&&e!="role"&&e!="popover"&&e in r)
try{return void(r[e]=t??"")}catch{}if(typeof t=="function")return;t==null||t===!1&&e[4]!="-"?r.removeAttribute(e):r.setAttribute(e,e=="popover"&&t==1?"":t)}}function Sr(r){
return function(e){var t=this.__e;if(t){if(t=t[r],e[Ee]==null)e[Ee]=$e++;else if(e[Ee]<this.__a[r])return;return t(M.event?M.event(e):e)}}}function We(r,e,t,n,o,s,i,c,l,f){
var p,h,m,u,b,x,v,w,y,E,S,ie,we,te,G,ae,z,V,$=e.type;if(e.constructor!==he)return null;128&t.__u&&(l=32&t.__u,p=t.__c.__z)&&(e.__u|=l,h=s=[],p.nodeType==8?c=Fe(
p,s):s.push(p),c=s[0]||c),(p=M.__b)&&p(e);e:if(typeof $=="function"){m=i.length;try{if(w=e.props,y=(p=$.prototype)&&p.render,E=(p=$.contextType)&&n[p.__c],S=p?E?
E.props.value:p.__:n,(u=t.__c)?(e.__c=u,2&u.__g&&(u.__g|=1)):(y?e.__c=u=new $(w,S):(e.__c=u=new Re(w,S),u.constructor=$,u.render=Pr),E&&E.sub(u),u.state||(u.state=
{}),u.__n=n,u.__g|=8,u.__h=[],u.__k=[]),y&&(u.__s||(u.__s=u.state),$.getDerivedStateFromProps&&(u.__s==u.state&&(u.__s=oe({},u.__s)),oe(u.__s,$.getDerivedStateFromProps(
w,u.__s)))),b=u.props,x=u.state,u.__v=e,t.__c){if(w!==b&&y&&!$.getDerivedStateFromProps&&u.componentWillReceiveProps&&u.componentWillReceiveProps(w,S),e.__v==t.
__v&&!(8&u.__g)||!(4&u.__g)&&u.shouldComponentUpdate&&u.shouldComponentUpdate(w,u.__s,S)===!1){e.__v!=t.__v&&(u.props=w,u.state=u.__s,u.__g&=-9),e.__e=t.__e,e.__k=
t.__k,e.__k.some(function(C){C&&(C.__=e)}),je.push.apply(u.__h,u.__k),u.__k=[],u.__h.length&&i.push(u),c=X(t);break e}u.componentWillUpdate&&u.componentWillUpdate(
w,u.__s,S),y&&u.componentDidUpdate&&u.__h.push(function(){u.componentDidUpdate(b,x,v)})}else y&&!$.getDerivedStateFromProps&&u.componentWillMount&&u.componentWillMount(),
y&&u.componentDidMount&&u.__h.push(u.componentDidMount);u.context=S,u.props=w,u.__P=r,u.__g&=-5,ie=M.__r,we=y?25:0;do u.__g&=-9,ie&&ie(e),p=u.render(u.props,u.state=
u.__s,u.context);while(8&u.__g&&++we<25);y&&(je.push.apply(u.__h,u.__k),u.__k=[]),u.state=u.__s,u.getChildContext&&(n=oe({},n,u.getChildContext())),y&&t.__c&&u.
getSnapshotBeforeUpdate&&(v=u.getSnapshotBeforeUpdate(b,x)),te=p&&p.type===A&&p.key==null?p.props.children:p,w.__P&&(p=c,o=(r=w.__P).namespaceURI,l=s=null,t.props&&
t.props.__P!=r&&(t.__k.some(function(C){C&&He(C,C)}),t.__k=null),c=t.__k?X(t,0):null),c=_t(r,Ve(te)?te:[te],e,t,n,o,s,i,c,l,f),w.__P&&(e.__e=null,c=p),e.__u&=-161,
h&&h.some(ne),u.__h.length&&i.push(u),1&u.__g&&(u.__g&=-4)}catch(C){if(i.length=m,e.__v=null,l||s)if(C&&C.then){if(e.__u|=128|l,s){for(~(z=s.indexOf(c||void 0))||
(z=s.length);(V=s[z-1])&&V.nodeType==8;)z--;for(;z<s.length;z++)if(V=s[z])if(s[z]=null,G){if(V==ae)break}else{if(V.nodeType!=8)break;V.data.startsWith("$s")&&(ae=
Fe(G=V))}}if(!G){for(;c&&c.nodeType==8&&c.nextSibling;)c=c.nextSibling;G=c}(p=Fe(G=e.__c.__z||(e.__c.__z=G)))?(e.__e=G,c=p):e.__e=c,c=c&&c.nextSibling}else s&&s.
some(ne);else e.__e=t.__e;e.__k||(e.__k=t.__k||[]),C&&C.then||wt(e),M.__e(C,e,t)}}else c=e.__e=Er(t.__e,e,t,n,o,s,i,l,f,r);return(p=M.diffed)&&p(e),c}function Fe(r,e){
if(r&&r.nodeType==8&&r.data.startsWith("$s"))for(var t=1;r=r.nextSibling;){if(r.nodeType==8){if(r.data.startsWith("$s"))t++;else if(r.data.startsWith("/$s")&&!--t)
return r}e&&e.push(r)}}function wt(r){r&&(r.__c&&(r.__c.__g|=4),r.__k&&r.__k.some(wt))}function kt(r,e,t){for(var n=0;n<t.length;)Ke(t[n++],t[n++],t[n++]);M.__c&&
M.__c(e,r),r.some(function(o){try{r=o.__h,o.__h=[],r.some(function(s){s.call(o)})}catch(s){M.__e(s,o.__v)}})}function Er(r,e,t,n,o,s,i,c,l,f){var p,h,m,u,b,x,v,
w,y=t.props||Te,E=e.props,S=e.type;if(S=="svg"?o="http://www.w3.org/2000/svg":S=="math"?o="http://www.w3.org/1998/Math/MathML":o||(o="http://www.w3.org/1999/xht\
ml"),s){for(p=0;p<s.length;p++)if((b=s[p])&&(S?b.localName==S:b.nodeType==3)){r=b,s[p]=null;break}}if(!r){if(w=f.ownerDocument||document,!S)return w.createTextNode(
E);r=w.createElementNS(o,S,E.is?E:f),c&&(M.__m&&M.__m(e,s),c=!1),s=null}if(S){if(f=S=="template"&&r.content||r,s=S=="textarea"&&E.defaultValue!=null?null:s&&bt.
call(f.childNodes),!c&&s)for(y={},p=0;p<r.attributes.length;p++)y[(b=r.attributes[p]).name]=b.value;for(p in y)b=y[p],p=="dangerouslySetInnerHTML"?m=b:p=="child\
ren"||p in E||p=="value"&&"defaultValue"in E||p=="checked"&&"defaultChecked"in E||Se(r,p,null,b,o);for(p in E)b=E[p],p=="children"?u=b:p=="dangerouslySetInnerHT\
ML"?h=b:p=="value"?x=b:p=="checked"?v=b:c&&typeof b!="function"||y[p]===b||Se(r,p,b,y[p],o);h?(c||m&&(h.__html==m.__html||h.__html==r.innerHTML)||(r.innerHTML=h.
__html),e.__k=[]):(m&&(r.textContent=""),(S=="foreignObject"||o=="http://www.w3.org/1998/Math/MathML"&&wr.test(S))&&(o="http://www.w3.org/1999/xhtml"),_t(f,Ve(u)?
u:[u],e,t,n,o,s,i,s?s[0]:t.__k&&X(t,0),c,l),s&&s.some(ne)),c&&S!="textarea"||(p="value",S=="progress"&&x==null?r.removeAttribute(p):x==null||x===r[p]&&(S!="prog\
ress"||x)||Se(r,p,x,y[p],o),p="checked",v!=null&&v!=r[p]&&Se(r,p,v,y[p],o))}else y===E||c&&r.data==E||(r.data=E);return r}function Ke(r,e,t,n){try{typeof r=="fu\
nction"?e?e.__x=r(e)||1:n&&(n=n.__c||n.__e)&&(e=n.__x)&&(n.__x=null,typeof e=="function"?e():r(null)):r.current=e}catch(o){M.__e(o,t)}}function He(r,e,t){var n,
o,s,i;if(M.unmount&&M.unmount(r),!(n=r.ref)||n.current&&n.current!=r.__e||Ke(n,null,e,r),n=r.__c){if(n.componentWillUnmount)try{n.componentWillUnmount()}catch(c){
M.__e(c,e)}n.__P=n.__n=null}if(n=r.__k)for(i=0;i<n.length;i++)n[i]&&He(n[i],e,typeof r.type!="function"||t&&!r.props.__P);!t&&(n=r.__c)&&(n=n.__z)&&(o=Fe(n,s=[]))&&
(n==r.__e&&s.some(ne),ne(o),ne(n)),t||ne(r.__e),r.__e=r.__c=r.__=null}function Pr(r,e,t){return this.constructor(r,t)}function xt(r,e){var t,n,o,s;M.__&&M.__(r,
e),e.nodeType==9&&(e=e.documentElement),n=(t=r&&32&r.__u)?null:e.__k,e.__k=Pe(A,{children:[r]}),o=[],s=[],We(e,e.__k,n||Te,Te,e.namespaceURI,n?null:e.firstChild?
bt.call(e.childNodes):null,o,n?n.__e:e.firstChild,t,s),kt(o,e.__k,s),e.__k.props.children=null}function Mt(r){function e(t){var n,o;return this.getChildContext||(n=new Set,(o={})[e.__c]=this,this.getChildContext=function(){return o},this.shouldComponentUpdate=
function(s){this.props.value!=s.value&&n.forEach(function(i){i.__g|=4,ze(i)})},this.sub=function(s){n.add(s);var i=s.componentWillUnmount;s.componentWillUnmount=
function(){n.delete(s),i&&i.call(s)}}),t.children}return e.__c="__cC"+ht++,e.__=r,e.Provider=(e.Consumer=function(t,n){return t.children(n)}).contextType=e,e}M={__e:function(r,e,t,n){for(var o,s,i;e=e.__;)if((o=e.__c)&&!(1&o.__g)){o.__g|=4;try{if((i=(s=o.constructor)&&s.getDerivedStateFromError)&&o.setState(s.getDerivedStateFromError(
r)),o.componentDidCatch&&(o.componentDidCatch(r,n||{}),i=1),i&&8&o.__g)return void(o.__g|=2)}catch(c){r=c}}throw Ae=0,r}},lt=0,yr=function(r){return r!=null&&r.
constructor===he},Re.prototype.setState=function(r,e){var t=this.__s;t&&t!=this.state||(t=this.__s=oe({},this.state)),typeof r=="function"&&(r=r(oe({},t),this.props)),
r&&(oe(t,r),this.__v&&(e&&this.__k.push(e),ze(this)))},Re.prototype.forceUpdate=function(r){this.__v&&(this.__g|=4,r&&this.__h.push(r),ze(this))},Re.prototype.render=
A,J=[],Ae=0,ft=function(r,e){return r.__v.__b-e.__v.__b},Ee=Symbol(),mt=/(PointerCapture)$|Capture$/i,$e=0,De={},ht=0;var se,P,Ge,St,Qe=Object.is,ve=0,Ct=[],Ye=[],F=M,Et=F.__b,Pt=F.__r,Rt=F.diffed,Ft=F.__c,At=F.unmount,Tt=F.__;function ge(r,e){F.__h&&F.__h(P,r,ve||e),ve=0;var t=P.
__H||(P.__H={__:[],__h:[]});return r>=t.__.length&&t.__.push({}),t.__[r]}function k(r){return ve=1,Rr(Ot,r)}function Rr(r,e,t){var n=ge(se++,2);if(n.t=r,!n.__c&&
(n.__=[t?t(e):Ot(void 0,e),function(s){var i=(n.__N||n.__)[0],c=n.t(i,s);Qe(i,c)||(n.__N=[c,n.__[1]],n.__c.setState({}))}],n.__c=P,!P.__f)){P.__f=!0;var o=P.shouldComponentUpdate;
P.shouldComponentUpdate=function(s,i,c){var l=this.__H;if(!l)return!0;var f=!1,p=this.props!=s;if(l.__.some(function(m){m.__N&&(f=!0,Qe(m.__[0],m.__N[0])||(p=!0))}),
o){var h=o.call(this,s,i,c);return f?h||p:h}return!f||p}}return n.__}function B(r,e){var t=ge(se++,3);!F.__s&&Ze(t.__H,e)&&(t.__P=!0,t.__=r,t.u=e,P.__H.__h.push(
t))}function Xe(r,e){var t=ge(se++,4);!F.__s&&Ze(t.__H,e)&&(t.__P=!1,t.__=r,t.u=e,P.__h.push(t))}function W(r){return ve=5,ce(function(){return{current:r}},[])}function ce(r,e){var t=ge(se++,7);return Ze(t.__H,e)&&(t.__=r(),t.__H=e),t.__}function Be(r,e){return ve=8,ce(function(){return r},e)}function It(r){var e=P.context[r.
__c],t=ge(se++,9);return t.c=r,e?(t.__==null&&(t.__=!0,e.sub(P)),e.props.value):r.__}function Fr(){var r;do{for(;r=Ye.shift();)try{be(r)}catch(t){F.__e(t,{__:(r=r.__P)&&r.__v})}for(;r=Ct.shift();){var e=r.__H;if(r.__P&&e)try{e.__h.some(be),e.__h.
some(Je),e.__h=[]}catch(t){e.__h=[],F.__e(t,r.__v)}}}while(Ye.length)}F.__b=function(r){P=null,Et&&Et(r)},F.__=function(r,e){r&&e.__k&&e.__k.__m&&(r.__m=e.__k.__m),
Tt&&Tt(r,e)},F.__r=function(r){Pt&&Pt(r),se=0;var e=(P=r.__c).__H;e&&(Ge==P?P.__h=[]:(e.__h.some(be),e.__h.some(Je),se=0),e.__h=[],e.__.some(function(t){t.__N&&
(t.__=t.__N),t.u=t.__N=void 0})),Ge=P},F.diffed=function(r){Rt&&Rt(r);var e=r.__c;e&&e.__H&&(e.__H.__h.length&&Bt(Ct.push(e)),e.__H.__.some(function(t){t.u&&(t.
__H=t.u)})),Ge=P=null},F.__c=function(r,e){e.some(function(t){try{t.__h.some(be),t.__h=t.__h.filter(function(n){return!n.__||Je(n)})}catch(n){t.__h=[function(){
throw n}]}}),Ft&&Ft(r,e)},F.unmount=function(r){At&&At(r);var e,t,n=r.__c;n&&n.__H&&(n.__H.__.some(function(o){try{if(o.__P&&o.__c){if(t===void 0){for(t=r.__;t&&
(!t.__c||!t.__c.__P);)t=t.__;t=t&&t.__c}o.__P=t,Bt(Ye.push(o))}else be(o)}catch(s){e=s}}),n.__H=void 0,e&&F.__e(e,n.__v))};var jt=typeof requestAnimationFrame==
"function";function Ar(r){var e,t=function(){clearTimeout(n),jt&&cancelAnimationFrame(e),setTimeout(r)},n=setTimeout(t,35);jt&&(e=requestAnimationFrame(t))}function Bt(r){
r!=1&&St==F.requestAnimationFrame||((St=F.requestAnimationFrame)||Ar)(Fr)}function be(r){var e=P,t=r.__c;typeof t=="function"&&(r.__c=void 0,t()),P=e}function Je(r){
var e=P;r.__c=r.__(),P=e}function Ze(r,e){return!r||r.length!=e.length||e.some(function(t,n){return!Qe(t,r[n])})}function Ot(r,e){return typeof e=="function"?e(
r):e}var Tr=/\{[^{}]+\}/g,jr=()=>typeof process=="object"&&Number.parseInt(process?.versions?.node?.substring(0,2))>=18&&process.versions.undici;function Br(){return Math.
random().toString(36).slice(2,11)}function Lt(r){let{baseUrl:e="",Request:t=globalThis.Request,fetch:n=globalThis.fetch,querySerializer:o,bodySerializer:s,pathSerializer:i,
headers:c,requestInitExt:l=void 0,...f}={...r};l=jr()?l:void 0,e=Nt(e);let p=[];async function h(m,u){let{baseUrl:b,fetch:x=n,Request:v=t,headers:w,params:y={},
parseAs:E="json",querySerializer:S,bodySerializer:ie=s??Cr,pathSerializer:we,body:te,middleware:G=[],...ae}=u||{},z=e;b&&(z=Nt(b)??e);let V=typeof o=="function"?
o:Ut(o);S&&(V=typeof S=="function"?S:Ut({...typeof o=="object"?o:{},...S}));let $=we||i||et,C=te===void 0?void 0:ie(te,qt(c,w,y.header)),gr=qt(C===void 0||C instanceof
FormData?{}:{"Content-Type":"application/json"},c,w,y.header),Q=[...p,...G],_r={redirect:"follow",...f,...ae,body:C,headers:gr},ke,xe,Y=new v(Ir(m,{baseUrl:z,params:y,
querySerializer:V,pathSerializer:$}),_r),T;for(let U in ae)U in Y||(Y[U]=ae[U]);if(Q.length){ke=Br(),xe=Object.freeze({baseUrl:z,fetch:x,parseAs:E,querySerializer:V,
bodySerializer:ie,pathSerializer:$});for(let U of Q)if(U&&typeof U=="object"&&typeof U.onRequest=="function"){let j=await U.onRequest({request:Y,schemaPath:m,params:y,
options:xe,id:ke});if(j)if(j instanceof v)Y=j;else if(j instanceof Response){T=j;break}else throw new Error("onRequest: must return new Request() or Response() \
when modifying the request")}}if(!T){try{T=await x(Y,l)}catch(U){let j=U;if(Q.length)for(let re=Q.length-1;re>=0;re--){let Me=Q[re];if(Me&&typeof Me=="object"&&
typeof Me.onError=="function"){let me=await Me.onError({request:Y,error:j,schemaPath:m,params:y,options:xe,id:ke});if(me){if(me instanceof Response){j=void 0,T=
me;break}if(me instanceof Error){j=me;continue}throw new Error("onError: must return new Response() or instance of Error")}}}if(j)throw j}if(Q.length)for(let U=Q.
length-1;U>=0;U--){let j=Q[U];if(j&&typeof j=="object"&&typeof j.onResponse=="function"){let re=await j.onResponse({request:Y,response:T,schemaPath:m,params:y,options:xe,
id:ke});if(re){if(!(re instanceof Response))throw new Error("onResponse: must return new Response() when modifying the response");T=re}}}}let ut=T.headers.get("\
Content-Length");if(T.status===204||Y.method==="HEAD"||ut==="0"&&!T.headers.get("Transfer-Encoding")?.includes("chunked"))return T.ok?{data:void 0,response:T}:{
error:void 0,response:T};if(T.ok)return{data:await(async()=>{if(E==="stream")return T.body;if(E==="json"&&!ut){let j=await T.text();return j?JSON.parse(j):void 0}
return await T[E]()})(),response:T};let Ne=await T.text();try{Ne=JSON.parse(Ne)}catch{}return{error:Ne,response:T}}return{request(m,u,b){return h(u,{...b,method:m.
toUpperCase()})},GET(m,u){return h(m,{...u,method:"GET"})},PUT(m,u){return h(m,{...u,method:"PUT"})},POST(m,u){return h(m,{...u,method:"POST"})},DELETE(m,u){return h(
m,{...u,method:"DELETE"})},OPTIONS(m,u){return h(m,{...u,method:"OPTIONS"})},HEAD(m,u){return h(m,{...u,method:"HEAD"})},PATCH(m,u){return h(m,{...u,method:"PAT\
CH"})},TRACE(m,u){return h(m,{...u,method:"TRACE"})},use(...m){for(let u of m)if(u){if(typeof u!="object"||!("onRequest"in u||"onResponse"in u||"onError"in u))throw new Error(
"Middleware must be an object with one of `onRequest()`, `onResponse() or `onError()`");p.push(u)}},eject(...m){for(let u of m){let b=p.indexOf(u);b!==-1&&p.splice(
b,1)}}}}function Ce(r,e,t){if(e==null)return"";if(typeof e=="object")throw new Error("Deeply-nested arrays/objects aren’t supported. Provide your own `querySerializer()\
` to handle these.");return`${r}=${t?.allowReserved===!0?e:encodeURIComponent(e)}`}function Dt(r,e,t){if(!e||typeof e!="object")return"";let n=[],o={simple:",",
label:".",matrix:";"}[t.style]||"&";if(t.style!=="deepObject"&&t.explode===!1){for(let c in e)n.push(c,t.allowReserved===!0?e[c]:encodeURIComponent(e[c]));let i=n.
join(",");switch(t.style){case"form":return`${r}=${i}`;case"label":return`.${i}`;case"matrix":return`;${r}=${i}`;default:return i}}for(let i in e){let c=t.style===
"deepObject"?`${r}[${i}]`:i;n.push(Ce(c,e[i],t))}let s=n.join(o);return t.style==="label"||t.style==="matrix"?`${o}${s}`:s}function zt(r,e,t){if(!Array.isArray(
e))return"";if(t.explode===!1){let s={form:",",spaceDelimited:"%20",pipeDelimited:"|"}[t.style]||",",i=(t.allowReserved===!0?e:e.map(c=>encodeURIComponent(c))).
join(s);switch(t.style){case"simple":return i;case"label":return`.${i}`;case"matrix":return`;${r}=${i}`;default:return`${r}=${i}`}}let n={simple:",",label:".",matrix:"\
;"}[t.style]||"&",o=[];for(let s of e)t.style==="simple"||t.style==="label"?o.push(t.allowReserved===!0?s:encodeURIComponent(s)):o.push(Ce(r,s,t));return t.style===
"label"||t.style==="matrix"?`${n}${o.join(n)}`:o.join(n)}function Ut(r){return function(t){let n=[];if(t&&typeof t=="object")for(let o in t){let s=t[o];if(s!=null){
if(Array.isArray(s)){if(s.length===0)continue;n.push(zt(o,s,{style:"form",explode:!0,...r?.array,allowReserved:r?.allowReserved||!1}));continue}if(typeof s=="ob\
ject"){n.push(Dt(o,s,{style:"deepObject",explode:!0,...r?.object,allowReserved:r?.allowReserved||!1}));continue}n.push(Ce(o,s,r))}}return n.join("&")}}function et(r,e){
let t=r;for(let n of r.match(Tr)??[]){let o=n.substring(1,n.length-1),s=!1,i="simple";if(o.endsWith("*")&&(s=!0,o=o.substring(0,o.length-1)),o.startsWith(".")?(i=
"label",o=o.substring(1)):o.startsWith(";")&&(i="matrix",o=o.substring(1)),!e||e[o]===void 0||e[o]===null)continue;let c=e[o];if(Array.isArray(c)){t=t.replace(n,
zt(o,c,{style:i,explode:s}));continue}if(typeof c=="object"){t=t.replace(n,Dt(o,c,{style:i,explode:s}));continue}if(i==="matrix"){t=t.replace(n,`;${Ce(o,c)}`);continue}
t=t.replace(n,i==="label"?`.${encodeURIComponent(c)}`:encodeURIComponent(c))}return t}function Cr(r,e){return r instanceof FormData?r:e&&(e.get instanceof Function?
e.get("Content-Type")??e.get("content-type"):e["Content-Type"]??e["content-type"])==="application/x-www-form-urlencoded"?new URLSearchParams(r).toString():JSON.
stringify(r)}function Ir(r,e){let t=`${e.baseUrl}${r}`;e.params?.path&&(t=e.pathSerializer(t,e.params.path));let n=e.querySerializer(e.params.query??{});return n.
startsWith("?")&&(n=n.substring(1)),n&&(t+=`?${n}`),t}function qt(...r){let e=new Headers;for(let t of r){if(!t||typeof t!="object")continue;let n=t instanceof Headers?
t.entries():Object.entries(t);for(let[o,s]of n)if(s===null)e.delete(o);else if(Array.isArray(s))for(let i of s)e.append(o,i);else s!==void 0&&e.set(o,s)}return e}
function Nt(r){return r.endsWith("/")?r.substring(0,r.length-1):r}async function $t(r,e,t){for(let n=0;;n++){let o=await t().catch(i=>{if(n<r&&i instanceof TypeError&&!e.aborted)return i;throw i}),s=n<r?Or(n,o):void 0;if(!(s!==
void 0&&await qr(s,e))){if(o instanceof Response)return o;throw o}}}function Or(r,e){let t=100*2**r*(.5+Math.random()/2);if(!(e instanceof Response))return t;if(e.
status!==503)return;let n=Ur(e.headers);return n===void 0?t:n<=3e3?n+t:void 0}function Ur(r){let e=r.get("Retry-After")??"";if(/^\d+$/.test(e))return Number(e)*
1e3;let t=Date.parse(e),n=Date.parse(r.get("Date")??"")||Date.now();return Number.isNaN(t)?void 0:Math.max(0,t-n)}function qr(r,e){return new Promise(t=>{let n=i=>{
clearTimeout(s),e.removeEventListener("abort",o),t(i)},o=()=>n(!1),s=setTimeout(n,r,!0);e.addEventListener("abort",o)})}var D=class extends Error{name="UnexpectedResponseError";status;response;error;constructor(e,t,n){super(`unexpected response with status ${t.status}: ${e}`),this.
status=t.status,this.response=t,this.error=n}};function Vt(r,e,t,n){return async o=>{o.signal.throwIfAborted();let s=new AbortController,i=()=>s.abort(o.signal.reason);o.signal.addEventListener("abort",i);let c=setTimeout(
()=>s.abort(new DOMException(`no whole answer within ${e} ms`,"TimeoutError")),e);try{let l=await $t(/^(GET|HEAD)$/.test(o.method)?n:0,s.signal,async()=>{let f=await r(
o,{signal:s.signal});return new Response(await Nr(f,t,s.signal),f)});return o.signal.throwIfAborted(),l}finally{clearTimeout(c),o.signal.removeEventListener("ab\
ort",i)}}}async function Nr(r,e,t){let n=r.body?.getReader();if(!n)return null;t.addEventListener("abort",()=>{n.cancel(t.reason).catch(()=>{})});let o=[],s=e;for(;;){
let{done:i,value:c}=await n.read();if(t.throwIfAborted(),i)return o.length?new Blob(o):null;if(s-=c.byteLength,s<0)throw await n.cancel(),new D(`the body is ove\
r ${e} bytes`,r);o.push(c)}}var Wt=r=>({async onResponse({request:e,response:t,schemaPath:n}){let o=r[n]?.[e.method.toLowerCase()]?.responses,s=o?.[t.status]??o?.[`${Math.floor(t.status/100)}\
XX`]??o?.default,i=await Lr(t.clone());if(!s)throw new D("the contract does not document this status",t,Dr(i));if(Object.keys(s).length===0)return;let[c=""]=(t.
headers.get("Content-Type")??"").split(";"),l=s[c.trim().toLowerCase()];if(!l)throw new D(`the contract does not document the media type ${JSON.stringify(c)}`,t);
if(i===void 0)throw new D("the body is not JSON",t);if(i===null)throw new D("the body is null",t);let f=l.find(p=>i[p]==null);if(f!==void 0)throw new D(`the bod\
y has no ${JSON.stringify(f)}`,t)}});async function Lr(r){try{return await r.json()}catch{return}}function Dr(r){let e=typeof r=="object"&&r!==null&&"error"in r?
r.error:void 0;return typeof e=="string"?{error:e}:void 0}function Kt(r,e,t,n){let{timeout:o,maxBytes:s=16*1024*1024,retries:i=2,fetch:c=globalThis.fetch}=n;$r(r),tt("timeout",o,2**31-1),tt("maxBytes",s,Number.MAX_SAFE_INTEGER),
tt("retries",i,10,0);let l=Lt({baseUrl:r,headers:e,redirect:"error",fetch:Vt(c,o,s,i),pathSerializer:zr});return l.use(Wt(t)),l}function zr(r,e){for(let[t,n]of Object.
entries(e))if(/^\.{0,2}$/.test(String(n)))throw new TypeError(`${t} makes another path: it is empty, "." or ".."`);return et(r,e)}function Ht(r,e){if(e==null||e===
"")throw new TypeError(`${r} is ${e===""?"empty":e}: is it set?`);if(r==="bearer"&&typeof e=="string"&&/^\s*bearer(\s|$)/i.test(e))throw new TypeError("give the\
 token without the word Bearer");if(typeof e=="string"&&/^[\x21-\x7e]+$/.test(e))return e;throw new TypeError(`${r} must be a text of visible ASCII characters w\
ithout spaces`)}function $r(r){if(!r)throw new TypeError("baseUrl is empty: is it set?");let e=URL.canParse(r)?new URL(r):void 0;if(!e||!/^https?:$/.test(e.protocol)||
e.username||e.password||e.search||e.hash)throw new TypeError("baseUrl must be an http or https URL without user, query and fragment")}function tt(r,e,t,n=1){if(!Number.
isSafeInteger(e)||e<n||e>t)throw new TypeError(`${r} must be a whole number from ${n} to ${t}`)}var rt={servers:["http://127.0.0.1:9091"],securitySchemes:{controlKey:{type:"apiKey",in:"header",name:"X-Control-Key",description:"A control key, as `session-to\
kens controlkey create` makes it."}},paths:{"/users/{user_id}/sessions":{post:{security:[{controlKey:[]}],request:["application/json"],responses:{200:{"applicat\
ion/json":["fingerprints","evicted"]},201:{"application/json":["fingerprints","evicted"]},400:{"application/json":["error","code"]},401:{"application/json":["er\
ror","code"]},403:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/json":["error","code"]},500:{"application/js\
on":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/session-tokens":{get:{security:[{controlKey:[]}],responses:{200:{"applicati\
on/json":["records"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},500:{"applic\
ation/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/json":["ended","dry_ru\
n"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["err\
or","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/session-tokens/{fingerprint}":{delete:{security:[
{controlKey:[]}],responses:{200:{"application/json":["ended","dry_run"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{
"application/json":["error","code"]},404:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},
"/users/{user_id}/sessions/{fingerprint}/suspension":{put:{security:[{controlKey:[]}],responses:{200:{"application/json":["is_suspended"]},400:{"application/jso\
n":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["error","code"]},500:{"applica\
tion/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/json":["is_suspended"]},
400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["error","\
code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/suspension":{put:{security:[{controlKey:[]}],responses:{
200:{"application/json":["is_suspended"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","\
code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/js\
on":["is_suspended"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},500:{"applic\
ation/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/refresh":{post:{security:[{controlKey:[]}],request:["application/json"],responses:{
200:{"application/json":["session","refresh"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["err\
or","code"]},404:{"application/json":["error","code"]},409:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/jso\
n":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/introspect":{post:{security:[{controlKey:[]}],request:[
"application/x-www-form-urlencoded"],responses:{200:{"application/json":["active"]},400:{"application/json":["error","code"]},401:{"application/json":["error","\
code"]},403:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/json":["error","code"]},500:{"application/json":["\
error","code"]},503:{"application/json":["error","code"]}}}},"/revoke":{post:{security:[{controlKey:[]}],request:["application/x-www-form-urlencoded"],responses:{
200:{},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},413:{"application/json":["e\
rror","code"]},415:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id\
}/api-keys":{get:{security:[{controlKey:[]}],responses:{200:{"application/json":["keys"]},400:{"application/json":["error","code"]},401:{"application/json":["er\
ror","code"]},403:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}},post:{security:[{controlKey:[]}],
request:["application/json"],responses:{201:{"application/json":["key","id","last_four","created","expires"]},400:{"application/json":["error","code"]},401:{"ap\
plication/json":["error","code"]},403:{"application/json":["error","code"]},409:{"application/json":["error","code"]},413:{"application/json":["error","code"]},
415:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/api-keys/{id}":{
delete:{security:[{controlKey:[]}],responses:{204:{},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":[
"error","code"]},404:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/events":{get:{
security:[{controlKey:[]}],responses:{200:{"application/json":["events","next"]},400:{"application/json":["error","code"]},401:{"application/json":["error","cod\
e"]},403:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}}}};function Yt(r,e){let{baseUrl:t,timeout:n=4e4,...o}=e,s={[Vr.name]:Ht("controlKey",r)},i=Kt(t,s,Qt,{timeout:n,...o}),{POST:c}=i;return i.POST=((l,f)=>c(l,Qt[l]?.
post?.request?.[0]===Gt?{...f,params:{...f?.params,header:{"Content-Type":Gt}}}:f)),i}var Gt="application/x-www-form-urlencoded",Qt=rt.paths,Vr=rt.securitySchemes.
controlKey;var nt=new URL("..",location.href.replace(/[?#].*/,"")).href.replace(/\/$/,""),R=class extends Error{status;advice;retryAfter;change;constructor(e,t,n,o=Wr,s){super(
t),this.status=e,this.advice=n,this.change=o,this.retryAfter=s}},Wr="Nothing was changed.",_e="Whether it was done is not known: look before you try again.";async function I(r){
let e;try{e=await r}catch(t){throw Kr(t)}if(Gr(e.response),!e.response.ok)throw Hr(e.response,e.error);return e.data}function Kr(r){return r instanceof D?new R(
r.status,`Something answered with the status ${r.status} that is not as the control API does.`,"There may be a proxy between this page and the service.",_e):r instanceof
DOMException&&r.name==="TimeoutError"?new R(0,"The service took too long to answer.","",_e):new R(0,"The service can't be reached.","Is it running, and is this \
machine connected?",_e)}function Hr(r,e){let{status:t}=r,n=e?.error?`The service says: ${e.error}.`:"";switch(t){case 400:return new R(t,"The service doesn't ta\
ke this as it was entered.",n);case 401:return new R(t,"This control key is not accepted.","It may be mistyped, have expired, or have been ended.");case 403:return new R(
t,"This control key may not do that.","It lacks the scope for it.");case 404:return new R(t,"It is not there any more.","It may have ended in the meantime.");case 409:
return new R(t,"The same was asked for just before, or with other details.",n);case 503:{let o=Number.parseInt(r.headers.get("Retry-After")??"",10),s=Number.isNaN(
o)?void 0:o;return e?.code==="replicas"?new R(t,"It is done, but not yet on as many replicas of Redis as asked for.","","If Redis fails now, it may be undone.",
s):new R(t,"The service can't do that now.",n,_e,s)}default:return new R(t,`The service failed, with the status ${t}.`,n,_e)}}var Jt=0;function Gr(r){let e=Date.
parse(r.headers.get("Date")??"");Number.isNaN(e)||(Jt=Math.abs(e-Date.now())>2e3?e-Date.now():0)}var ot=()=>(Date.now()+Jt)/1e3;async function Xt(r){let e;try{e=
Yt(r,{baseUrl:nt,retries:0})}catch{throw new R(401,"This can't be a control key.","One has no spaces, and only letters, digits and signs of ASCII.")}let t=s=>I(
s).then(()=>!0,i=>{if(i.status===403)return!1;throw i}),[n,o]=await Promise.all([t(e.GET("/events",{params:{query:{limit:1}}})),t(e.DELETE("/users/{user_id}/ses\
sion-tokens",{params:{path:{user_id:"-"},query:{dry_run:!0}}}))]);return{client:e,read:n,write:o}}async function Zt(r,e){let t=[];for(let n;;){let o=await I(r.GET(
"/users/{user_id}/session-tokens",{params:{path:{user_id:e},query:{limit:1e3,...n?{cursor:n}:{}}}}));if(t.push(...o.records),n=o.next,!n)return t}}async function er(r,e){
let t=[];for(let n;;){let o=await I(r.GET("/users/{user_id}/api-keys",{params:{path:{user_id:e},query:{limit:1e3,...n?{cursor:n}:{}}}}));if(t.push(...o.keys),n=
o.next,!n)return t}}async function tr(r,e,t){let n=async c=>(await I(r.DELETE("/users/{user_id}/session-tokens",{params:{path:{user_id:e},query:{dry_run:!0,...c?
{except:c}:{}}}}))).ended;if(t.what==="all")return n();if(t.what==="others")return n(t.fingerprint);let[o,s]=await Promise.all([n(),n(t.fingerprint)]),i=new Set(
s.map(({fingerprint:c,kind:l})=>l+c));return o.filter(({fingerprint:c,kind:l})=>!i.has(l+c))}async function rr(r,e,t){let n={user_id:e};if(t.what==="one")return(await I(
r.DELETE("/users/{user_id}/session-tokens/{fingerprint}",{params:{path:{...n,fingerprint:t.fingerprint}}}))).ended;let o=t.what==="others"?{except:t.fingerprint}:
{};return(await I(r.DELETE("/users/{user_id}/session-tokens",{params:{path:n,query:o}}))).ended}var Qr=2e4;async function nr({client:r},e,t){let n=[],o=new Set,s="",i=!1,c=!1;for(;!e.aborted;)try{let l=await I(r.GET("/events",{params:{query:{limit:1e3,...s?
{after:s}:{},wait:i?25:0}},signal:e})),f=l.events.filter(({id:h})=>!o.has(h));for(let{id:h}of f)o.add(h);s=l.next||s,c||=l.missed??!1;let p=!i;if(i||=l.events.length<
1e3,f.length||p){n=[...f.reverse(),...n];for(let{id:h}of n.splice(Qr))o.delete(h);t({events:n,current:i,missed:c})}}catch(l){if(e.aborted||(t({events:n,current:i,
missed:c,problem:l}),l.status===401))return;await Yr(Math.max(5,l.retryAfter??0),e),i=!1}}function Yr(r,e){return new Promise(t=>{let n=()=>(clearTimeout(o),t()),
o=setTimeout(n,r*1e3);e.addEventListener("abort",n,{once:!0})})}var Jr={AmazonBot:"amazonbot","Amazon Silk":"amazon_silk","Android Browser":"android",BaiduSpider:"baiduspider",Bada:"bada","Bertina Browser":"bertina",BingCrawler:"\
bingcrawler",Brave:"brave",BlackBerry:"blackberry","ChatGPT-User":"chatgpt_user",Chrome:"chrome",ClaudeBot:"claudebot",Chromium:"chromium",Diffbot:"diffbot",DuckDuckBot:"\
duckduckbot",DuckDuckGo:"duckduckgo",Electron:"electron",Epiphany:"epiphany",FacebookExternalHit:"facebookexternalhit",Firefox:"firefox",Freebox:"freebox",Focus:"\
focus",Generic:"generic","Google Search":"google_search",Googlebot:"googlebot",GPTBot:"gptbot","HeyTap Browser":"heytap","Internet Explorer":"ie",InternetArchiveCrawler:"\
internetarchivecrawler","K-Meleon":"k_meleon",Ladybird:"ladybird",LibreWolf:"librewolf",Linespider:"linespider",Maxthon:"maxthon","Meta-ExternalAds":"meta_exter\
nalads","Meta-ExternalAgent":"meta_externalagent","Meta-ExternalFetcher":"meta_externalfetcher","Meta-WebIndexer":"meta_webindexer","Microsoft Edge":"edge","MZ \
Browser":"mz","NAVER Whale Browser":"naver","OAI-SearchBot":"oai_searchbot",Omgilibot:"omgilibot",Opera:"opera","Opera Coast":"opera_coast","Pale Moon":"pale_mo\
on",PerplexityBot:"perplexitybot","Perplexity-User":"perplexity_user",PhantomJS:"phantomjs",PingdomBot:"pingdombot",Puffin:"puffin",QQ:"qq",QQLite:"qqlite",QupZilla:"\
qupzilla",Roku:"roku",Safari:"safari",Sailfish:"sailfish","Samsung Internet for Android":"samsung_internet",SlackBot:"slackbot",SeaMonkey:"seamonkey",Sleipnir:"\
sleipnir","Sogou Browser":"sogou",Swing:"swing",Tizen:"tizen","UC Browser":"uc","Vivo Browser":"vivo",Vivaldi:"vivaldi","WebOS Browser":"webos",WeChat:"wechat",
YahooSlurp:"yahooslurp","Yandex Browser":"yandex",YandexBot:"yandexbot",YouBot:"youbot"},ir={amazonbot:"AmazonBot",amazon_silk:"Amazon Silk",android:"Android Br\
owser",baiduspider:"BaiduSpider",bada:"Bada",bertina:"Bertina Browser",bingcrawler:"BingCrawler",blackberry:"BlackBerry",brave:"Brave",chatgpt_user:"ChatGPT-Use\
r",chrome:"Chrome",claudebot:"ClaudeBot",chromium:"Chromium",diffbot:"Diffbot",duckduckbot:"DuckDuckBot",duckduckgo:"DuckDuckGo",edge:"Microsoft Edge",electron:"\
Electron",epiphany:"Epiphany",facebookexternalhit:"FacebookExternalHit",firefox:"Firefox",freebox:"Freebox",focus:"Focus",generic:"Generic",google_search:"Googl\
e Search",googlebot:"Googlebot",gptbot:"GPTBot",heytap:"HeyTap Browser",ie:"Internet Explorer",internetarchivecrawler:"InternetArchiveCrawler",k_meleon:"K-Meleo\
n",ladybird:"Ladybird",librewolf:"LibreWolf",linespider:"Linespider",maxthon:"Maxthon",meta_externalads:"Meta-ExternalAds",meta_externalagent:"Meta-ExternalAgen\
t",meta_externalfetcher:"Meta-ExternalFetcher",meta_webindexer:"Meta-WebIndexer",mz:"MZ Browser",naver:"NAVER Whale Browser",oai_searchbot:"OAI-SearchBot",omgilibot:"\
Omgilibot",opera:"Opera",opera_coast:"Opera Coast",pale_moon:"Pale Moon",perplexitybot:"PerplexityBot",perplexity_user:"Perplexity-User",phantomjs:"PhantomJS",pingdombot:"\
PingdomBot",puffin:"Puffin",qq:"QQ Browser",qqlite:"QQ Browser Lite",qupzilla:"QupZilla",roku:"Roku",safari:"Safari",sailfish:"Sailfish",samsung_internet:"Samsu\
ng Internet for Android",seamonkey:"SeaMonkey",slackbot:"SlackBot",sleipnir:"Sleipnir",sogou:"Sogou Browser",swing:"Swing",tizen:"Tizen",uc:"UC Browser",vivo:"V\
ivo Browser",vivaldi:"Vivaldi",webos:"WebOS Browser",wechat:"WeChat",yahooslurp:"YahooSlurp",yandex:"Yandex Browser",yandexbot:"YandexBot",youbot:"YouBot"},_={bot:"\
bot",desktop:"desktop",mobile:"mobile",tablet:"tablet",tv:"tv"},O={Android:"Android",Bada:"Bada",BlackBerry:"BlackBerry",ChromeOS:"Chrome OS",HarmonyOS:"Harmony\
OS",iOS:"iOS",Linux:"Linux",MacOS:"macOS",PlayStation4:"PlayStation 4",Roku:"Roku",Tizen:"Tizen",WebOS:"WebOS",Windows:"Windows",WindowsPhone:"Windows Phone"},K={
Blink:"Blink",EdgeHTML:"EdgeHTML",Gecko:"Gecko",LibWeb:"LibWeb",Presto:"Presto",Trident:"Trident",WebKit:"WebKit"},d=(function(){function r(){}return r.getFirstMatch=
function(t,n){var o=n.match(t);return o&&o.length>0&&o[1]||""},r.getSecondMatch=function(t,n){var o=n.match(t);return o&&o.length>1&&o[2]||""},r.matchAndReturnConst=
function(t,n,o){if(t.test(n))return o},r.isFirefoxOnIpad=function(t){var n=t.indexOf("Macintosh");if(n===-1)return!1;var o=t.indexOf(" FxiOS",n+9);return o!==-1&&
t.indexOf("/",o+6)!==-1},r.getWindowsVersionName=function(t){switch(t){case"NT":return"NT";case"XP":return"XP";case"NT 5.0":return"2000";case"NT 5.1":return"XP";case"\
NT 5.2":return"2003";case"NT 6.0":return"Vista";case"NT 6.1":return"7";case"NT 6.2":return"8";case"NT 6.3":return"8.1";case"NT 10.0":return"10";default:return}},
r.getMacOSVersionName=function(t){var n=t.split(".").splice(0,2).map(function(i){return parseInt(i,10)||0});n.push(0);var o=n[0],s=n[1];if(o===10)switch(s){case 5:
return"Leopard";case 6:return"Snow Leopard";case 7:return"Lion";case 8:return"Mountain Lion";case 9:return"Mavericks";case 10:return"Yosemite";case 11:return"El\
 Capitan";case 12:return"Sierra";case 13:return"High Sierra";case 14:return"Mojave";case 15:return"Catalina";default:return}switch(o){case 11:return"Big Sur";case 12:
return"Monterey";case 13:return"Ventura";case 14:return"Sonoma";case 15:return"Sequoia";default:return}},r.getAndroidVersionName=function(t){var n=t.split(".").
splice(0,2).map(function(o){return parseInt(o,10)||0});if(n.push(0),!(n[0]===1&&n[1]<5)){if(n[0]===1&&n[1]<6)return"Cupcake";if(n[0]===1&&n[1]>=6)return"Donut";
if(n[0]===2&&n[1]<2)return"Eclair";if(n[0]===2&&n[1]===2)return"Froyo";if(n[0]===2&&n[1]>2)return"Gingerbread";if(n[0]===3)return"Honeycomb";if(n[0]===4&&n[1]<1)
return"Ice Cream Sandwich";if(n[0]===4&&n[1]<4)return"Jelly Bean";if(n[0]===4&&n[1]>=4)return"KitKat";if(n[0]===5)return"Lollipop";if(n[0]===6)return"Marshmallo\
w";if(n[0]===7)return"Nougat";if(n[0]===8)return"Oreo";if(n[0]===9)return"Pie"}},r.getVersionPrecision=function(t){return t.split(".").length},r.compareVersions=
function(t,n,o){o===void 0&&(o=!1);var s=r.getVersionPrecision(t),i=r.getVersionPrecision(n),c=Math.max(s,i),l=0,f=r.map([t,n],function(p){var h=c-r.getVersionPrecision(
p),m=p+new Array(h+1).join(".0");return r.map(m.split("."),function(u){return new Array(20-u.length).join("0")+u}).reverse()});for(o&&(l=c-Math.min(s,i)),c-=1;c>=
l;){if(f[0][c]>f[1][c])return 1;if(f[0][c]===f[1][c]){if(c===l)return 0;c-=1}else if(f[0][c]<f[1][c])return-1}},r.map=function(t,n){var o=[],s;if(Array.prototype.
map)return Array.prototype.map.call(t,n);for(s=0;s<t.length;s+=1)o.push(n(t[s]));return o},r.find=function(t,n){var o,s;if(Array.prototype.find)return Array.prototype.
find.call(t,n);for(o=0,s=t.length;o<s;o+=1){var i=t[o];if(n(i,o))return i}},r.assign=function(t){for(var n=t,o,s,i=arguments.length,c=new Array(i>1?i-1:0),l=1;l<
i;l++)c[l-1]=arguments[l];if(Object.assign)return Object.assign.apply(Object,[t].concat(c));var f=function(){var h=c[o];typeof h=="object"&&h!==null&&Object.keys(
h).forEach(function(m){n[m]=h[m]})};for(o=0,s=c.length;o<s;o+=1)f();return t},r.getBrowserAlias=function(t){return Jr[t]},r.getBrowserTypeByAlias=function(t){return ir[t]||
""},r})(),g=/version\/(\d+(\.?_?\d+)+)/i,Xr=[{test:[/gptbot/i],describe:function(e){var t={name:"GPTBot"},n=d.getFirstMatch(/gptbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(
g,e);return n&&(t.version=n),t}},{test:[/chatgpt-user/i],describe:function(e){var t={name:"ChatGPT-User"},n=d.getFirstMatch(/chatgpt-user\/(\d+(\.\d+)+)/i,e)||d.
getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/oai-searchbot/i],describe:function(e){var t={name:"OAI-SearchBot"},n=d.getFirstMatch(/oai-searchbot\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(e){var t={name:"Cla\
udeBot"},n=d.getFirstMatch(/(?:claudebot|claude-web|claude-user|claude-searchbot)\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/omgilibot/i,
/webzio-extended/i],describe:function(e){var t={name:"Omgilibot"},n=d.getFirstMatch(/(?:omgilibot|webzio-extended)\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&
(t.version=n),t}},{test:[/diffbot/i],describe:function(e){var t={name:"Diffbot"},n=d.getFirstMatch(/diffbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&
(t.version=n),t}},{test:[/perplexitybot/i],describe:function(e){var t={name:"PerplexityBot"},n=d.getFirstMatch(/perplexitybot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(
g,e);return n&&(t.version=n),t}},{test:[/perplexity-user/i],describe:function(e){var t={name:"Perplexity-User"},n=d.getFirstMatch(/perplexity-user\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/youbot/i],describe:function(e){var t={name:"YouBot"},n=d.getFirstMatch(/youbot\/(\d+(\.\d+)+)/i,e)||
d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/meta-webindexer/i],describe:function(e){var t={name:"Meta-WebIndexer"},n=d.getFirstMatch(/meta-webindexer\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/meta-externalads/i],describe:function(e){var t={name:"Meta-ExternalAds"},n=d.getFirstMatch(/meta-externalads\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/meta-externalagent/i],describe:function(e){var t={name:"Meta-ExternalAgent"},n=d.getFirstMatch(/meta-externalagent\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/meta-externalfetcher/i],describe:function(e){var t={name:"Meta-ExternalFetcher"},n=d.getFirstMatch(
/meta-externalfetcher\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/googlebot/i],describe:function(e){var t={name:"Googlebot"},n=d.
getFirstMatch(/googlebot\/(\d+(\.\d+))/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/linespider/i],describe:function(e){var t={name:"Linespider"},
n=d.getFirstMatch(/(?:linespider)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/amazonbot/i],describe:function(e){
var t={name:"AmazonBot"},n=d.getFirstMatch(/amazonbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/bingbot/i],describe:function(e){
var t={name:"BingCrawler"},n=d.getFirstMatch(/bingbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/baiduspider/i],describe:function(e){
var t={name:"BaiduSpider"},n=d.getFirstMatch(/baiduspider\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/duckduckbot/i],describe:function(e){
var t={name:"DuckDuckBot"},n=d.getFirstMatch(/duckduckbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/ia_archiver/i],describe:function(e){
var t={name:"InternetArchiveCrawler"},n=d.getFirstMatch(/ia_archiver\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/facebookexternalhit/i,
/facebookcatalog/i],describe:function(){return{name:"FacebookExternalHit"}}},{test:[/slackbot/i,/slack-imgProxy/i],describe:function(e){var t={name:"SlackBot"},
n=d.getFirstMatch(/(?:slackbot|slack-imgproxy)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/yahoo!?[\s/]*slurp/i],
describe:function(){return{name:"YahooSlurp"}}},{test:[/yandexbot/i,/yandexmobilebot/i],describe:function(){return{name:"YandexBot"}}},{test:[/pingdom/i],describe:function(){
return{name:"PingdomBot"}}},{test:[/opera/i],describe:function(e){var t={name:"Opera"},n=d.getFirstMatch(g,e)||d.getFirstMatch(/(?:opera)[\s/](\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}},{test:[/opr\/|opios/i],describe:function(e){var t={name:"Opera"},n=d.getFirstMatch(/(?:opr|opios)[\s/](\d+(?:\.\d+)*)/i,e)||d.getFirstMatch(
g,e);return n&&(t.version=n),t}},{test:[/SamsungBrowser/i],describe:function(e){var t={name:"Samsung Internet for Android"},n=d.getFirstMatch(g,e)||d.getFirstMatch(
/(?:SamsungBrowser)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/Whale/i],describe:function(e){var t={name:"NAVER Whale Browser"},n=d.getFirstMatch(
g,e)||d.getFirstMatch(/(?:whale)[\s/](\d+(?:\.\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/PaleMoon/i],describe:function(e){var t={name:"Pale Moon"},n=d.getFirstMatch(
g,e)||d.getFirstMatch(/(?:PaleMoon)[\s/](\d+(?:\.\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/HeyTapBrowser/i],describe:function(e){var t={name:"HeyTap Brows\
er"},n=d.getFirstMatch(/(?:HeyTapBrowser)[\s/](\d+(?:\.\d+)*)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/VivoBrowser/i],describe:function(e){
var t={name:"Vivo Browser"},n=d.getFirstMatch(/(?:VivoBrowser)[\s/](\d+(?:\.\d+)*)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/MZBrowser/i],describe:function(e){
var t={name:"MZ Browser"},n=d.getFirstMatch(/(?:MZBrowser)[\s/](\d+(?:\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/focus/i],describe:function(e){
var t={name:"Focus"},n=d.getFirstMatch(/(?:focus)[\s/](\d+(?:\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/swing/i],describe:function(e){
var t={name:"Swing"},n=d.getFirstMatch(/(?:swing)[\s/](\d+(?:\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/coast/i],describe:function(e){
var t={name:"Opera Coast"},n=d.getFirstMatch(g,e)||d.getFirstMatch(/(?:coast)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/opt\/\d+(?:.?_?\d+)+/i],
describe:function(e){var t={name:"Opera Touch"},n=d.getFirstMatch(/(?:opt)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/\sbertina\//i],
describe:function(e){var t={name:"Bertina Browser"},n=d.getFirstMatch(/(?:bertina)\/(\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[
/yabrowser/i],describe:function(e){var t={name:"Yandex Browser"},n=d.getFirstMatch(/(?:yabrowser)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=
n),t}},{test:[/ucbrowser|ucmobile\//i,/\bucpc\//i,/\bubrowser\//i],describe:function(e){var t={name:"UC Browser"},n=d.getFirstMatch(/(?:ucbrowser[\s/]?|ucmobile\/|\bucpc\/|\bubrowser\/)(\d+(\.?_?\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/Maxthon|mxios/i],describe:function(e){var t={name:"Maxthon"},n=d.getFirstMatch(g,e)||d.getFirstMatch(
/(?:Maxthon|mxios)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/epiphany/i],describe:function(e){var t={name:"Epiphany"},n=d.getFirstMatch(g,e)||
d.getFirstMatch(/(?:epiphany)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/puffin/i],describe:function(e){var t={name:"Puffin"},n=d.getFirstMatch(
g,e)||d.getFirstMatch(/(?:puffin)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/sleipnir/i],describe:function(e){var t={name:"Sleipnir"},n=d.getFirstMatch(
g,e)||d.getFirstMatch(/(?:sleipnir)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/k-meleon/i],describe:function(e){var t={name:"K-Meleon"},n=d.getFirstMatch(
g,e)||d.getFirstMatch(/(?:k-meleon)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/micromessenger/i],describe:function(e){var t={name:"WeChat"},n=d.
getFirstMatch(/(?:micromessenger)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/qqbrowser/i],describe:function(e){var t={name:/qqbrowserlite/i.
test(e)?"QQ Browser Lite":"QQ Browser"},n=d.getFirstMatch(/(?:qqbrowserlite|qqbrowser)[/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},
{test:[/msie|trident/i],describe:function(e){var t={name:"Internet Explorer"},n=d.getFirstMatch(/(?:msie |rv:)(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},
{test:[/\sedg\//i],describe:function(e){var t={name:"Microsoft Edge"},n=d.getFirstMatch(/\sedg\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/edg([ea]|ios)\//i],
describe:function(e){var t={name:"Microsoft Edge"},n=d.getSecondMatch(/edg([ea]|ios)\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){return e.
hasBrand("Vivaldi")?!0:e.test(/vivaldi/i)},describe:function(e,t){var n={name:"Vivaldi"};if(t){var o=t.getBrandVersion("Vivaldi");if(o)return n.version=o,n}var s=d.
getFirstMatch(/vivaldi\/(\d+(\.?_?\d+)+)/i,e);return s&&(n.version=s),n}},{test:[/seamonkey/i],describe:function(e){var t={name:"SeaMonkey"},n=d.getFirstMatch(/seamonkey\/(\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}},{test:[/sailfish/i],describe:function(e){var t={name:"Sailfish"},n=d.getFirstMatch(/sailfish\s?browser\/(\d+(\.\d+)?)/i,e);return n&&
(t.version=n),t}},{test:[/silk/i],describe:function(e){var t={name:"Amazon Silk"},n=d.getFirstMatch(/silk\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[
/phantom/i],describe:function(e){var t={name:"PhantomJS"},n=d.getFirstMatch(/phantomjs\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/slimerjs/i],describe:function(e){
var t={name:"SlimerJS"},n=d.getFirstMatch(/slimerjs\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(e){
var t={name:"BlackBerry"},n=d.getFirstMatch(g,e)||d.getFirstMatch(/blackberry[\d]+\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/(web|hpw)[o0]s/i],
describe:function(e){var t={name:"WebOS Browser"},n=d.getFirstMatch(g,e)||d.getFirstMatch(/w(?:eb)?[o0]sbrowser\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},
{test:[/bada/i],describe:function(e){var t={name:"Bada"},n=d.getFirstMatch(/dolfin\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/tizen/i],describe:function(e){
var t={name:"Tizen"},n=d.getFirstMatch(/(?:tizen\s?)?browser\/(\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/qupzilla/i],describe:function(e){
var t={name:"QupZilla"},n=d.getFirstMatch(/(?:qupzilla)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/librewolf/i],describe:function(e){
var t={name:"LibreWolf"},n=d.getFirstMatch(/(?:librewolf)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/firefox|iceweasel|fxios/i],describe:function(e){
var t={name:"Firefox"},n=d.getFirstMatch(/(?:firefox|iceweasel|fxios)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/electron/i],describe:function(e){
var t={name:"Electron"},n=d.getFirstMatch(/(?:electron)\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/sogoumobilebrowser/i,/metasr/i,/se 2\.[x]/i],
describe:function(e){var t={name:"Sogou Browser"},n=d.getFirstMatch(/(?:sogoumobilebrowser)[\s/](\d+(\.?_?\d+)+)/i,e),o=d.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
e),s=d.getFirstMatch(/se ([\d.]+)x/i,e),i=n||o||s;return i&&(t.version=i),t}},{test:[/MiuiBrowser/i],describe:function(e){var t={name:"Miui"},n=d.getFirstMatch(
/(?:MiuiBrowser)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){return e.hasBrand("DuckDuckGo")?!0:e.test(/\sDdg\/[\d.]+$/i)},describe:function(e,t){
var n={name:"DuckDuckGo"};if(t){var o=t.getBrandVersion("DuckDuckGo");if(o)return n.version=o,n}var s=d.getFirstMatch(/\sDdg\/([\d.]+)$/i,e);return s&&(n.version=
s),n}},{test:function(e){return e.hasBrand("Brave")},describe:function(e,t){var n={name:"Brave"};if(t){var o=t.getBrandVersion("Brave");if(o)return n.version=o,
n}return n}},{test:[/chromium/i],describe:function(e){var t={name:"Chromium"},n=d.getFirstMatch(/(?:chromium)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e)||d.
getFirstMatch(/(?:chrome)\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/ladybird/i],describe:function(e){var t={name:"Ladybird"},n=d.getFirstMatch(
/ladybird\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/chrome|crios|crmo/i],describe:function(e){var t={name:"Chrome"},n=d.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}},{test:[/\bGSA\//i],describe:function(e){var t={name:"Google Search"},n=d.getFirstMatch(/(?:GSA)\/(\d+(\.?_?\d+)+)/i,e);return n&&
(t.version=n),t}},{test:function(e){var t=!e.test(/like android/i),n=e.test(/android/i);return t&&n},describe:function(e){var t={name:"Android Browser"},n=d.getFirstMatch(
g,e);return n&&(t.version=n),t}},{test:[/playstation 4/i],describe:function(e){var t={name:"PlayStation 4"},n=d.getFirstMatch(g,e);return n&&(t.version=n),t}},{
test:[/freebox/i],describe:function(e){var t={name:"Freebox"},n=d.getFirstMatch(/navigateur web\/(\d+(\.\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/safari|applewebkit/i],
describe:function(e){var t={name:"Safari"},n=d.getFirstMatch(g,e);return n&&(t.version=n),t}},{test:[/.*/i],describe:function(e){var t=e.search("\\(")!==-1?/^(.*)\/([^/]*)[ \t]\((.*)/:
/^(.*)\/([^/]*) /;return{name:d.getFirstMatch(t,e),version:d.getSecondMatch(t,e)}}}],Zr=[{test:[/Roku\/DVP/],describe:function(e){var t=d.getFirstMatch(/Roku\/DVP-(\d+\.\d+)/i,
e);return{name:O.Roku,version:t}}},{test:[/windows phone/i],describe:function(e){var t=d.getFirstMatch(/windows phone (?:os)?\s?(\d+(\.\d+)*)/i,e);return{name:O.
WindowsPhone,version:t}}},{test:[/windows /i],describe:function(e){var t=d.getFirstMatch(/Windows ((NT|XP)( \d\d?.\d)?)/i,e),n=d.getWindowsVersionName(t);return{
name:O.Windows,version:t,versionName:n}}},{test:function(e){return d.isFirefoxOnIpad(e.getUA())},describe:function(e){var t={name:O.iOS},n=d.getSecondMatch(/(Version\/)(\d[\d.]+)/,
e);return n&&(t.version=n),t}},{test:[/macintosh/i],describe:function(e){var t=d.getFirstMatch(/mac os x (\d+(\.?_?\d+)+)/i,e).replace(/[_\s]/g,"."),n=d.getMacOSVersionName(
t),o={name:O.MacOS,version:t};return n&&(o.versionName=n),o}},{test:[/(ipod|iphone|ipad)/i],describe:function(e){var t=d.getFirstMatch(/os (\d+([_\s]\d+)*) like mac os x/i,
e).replace(/[_\s]/g,"."),n=d.getFirstMatch(/version\/(\d+(\.\d+)*) mobile\/\w+ safari\//i,e);return/^18(\.|$)/.test(t)&&parseInt(n,10)>=26&&(t=n),{name:O.iOS,version:t}}},
{test:[/OpenHarmony/i],describe:function(e){var t=d.getFirstMatch(/OpenHarmony\s+(\d+(\.\d+)*)/i,e);return{name:O.HarmonyOS,version:t}}},{test:function(e){var t=!e.
test(/like android/i),n=e.test(/android/i);return t&&n},describe:function(e){var t=d.getFirstMatch(/android[\s/-](\d+(\.\d+)*)/i,e),n=d.getAndroidVersionName(t),
o={name:O.Android,version:t};return n&&(o.versionName=n),o}},{test:[/(web|hpw)[o0]s/i],describe:function(e){var t=d.getFirstMatch(/(?:web|hpw)[o0]s\/(\d+(\.\d+)*)/i,
e),n={name:O.WebOS};return t&&t.length&&(n.version=t),n}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(e){var t=d.getFirstMatch(/rim\stablet\sos\s(\d+(\.\d+)*)/i,
e)||d.getFirstMatch(/blackberry\d+\/(\d+([_\s]\d+)*)/i,e)||d.getFirstMatch(/\bbb(\d+)/i,e);return{name:O.BlackBerry,version:t}}},{test:[/bada/i],describe:function(e){
var t=d.getFirstMatch(/bada\/(\d+(\.\d+)*)/i,e);return{name:O.Bada,version:t}}},{test:[/tizen/i],describe:function(e){var t=d.getFirstMatch(/tizen[/\s](\d+(\.\d+)*)/i,
e);return{name:O.Tizen,version:t}}},{test:[/linux/i],describe:function(){return{name:O.Linux}}},{test:[/CrOS/],describe:function(){return{name:O.ChromeOS}}},{test:[
/PlayStation 4/],describe:function(e){var t=d.getFirstMatch(/PlayStation 4[/\s](\d+(\.\d+)*)/i,e);return{name:O.PlayStation4,version:t}}}],en=[{test:[/googlebot/i],
describe:function(){return{type:_.bot,vendor:"Google"}}},{test:[/linespider/i],describe:function(){return{type:_.bot,vendor:"Line"}}},{test:[/amazonbot/i],describe:function(){
return{type:_.bot,vendor:"Amazon"}}},{test:[/gptbot/i],describe:function(){return{type:_.bot,vendor:"OpenAI"}}},{test:[/chatgpt-user/i],describe:function(){return{
type:_.bot,vendor:"OpenAI"}}},{test:[/oai-searchbot/i],describe:function(){return{type:_.bot,vendor:"OpenAI"}}},{test:[/baiduspider/i],describe:function(){return{
type:_.bot,vendor:"Baidu"}}},{test:[/bingbot/i],describe:function(){return{type:_.bot,vendor:"Bing"}}},{test:[/duckduckbot/i],describe:function(){return{type:_.
bot,vendor:"DuckDuckGo"}}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(){return{type:_.bot,vendor:"Anthropic"}}},{test:[
/omgilibot/i,/webzio-extended/i],describe:function(){return{type:_.bot,vendor:"Webz.io"}}},{test:[/diffbot/i],describe:function(){return{type:_.bot,vendor:"Diff\
bot"}}},{test:[/perplexitybot/i],describe:function(){return{type:_.bot,vendor:"Perplexity AI"}}},{test:[/perplexity-user/i],describe:function(){return{type:_.bot,
vendor:"Perplexity AI"}}},{test:[/youbot/i],describe:function(){return{type:_.bot,vendor:"You.com"}}},{test:[/ia_archiver/i],describe:function(){return{type:_.bot,
vendor:"Internet Archive"}}},{test:[/meta-webindexer/i],describe:function(){return{type:_.bot,vendor:"Meta"}}},{test:[/meta-externalads/i],describe:function(){return{
type:_.bot,vendor:"Meta"}}},{test:[/meta-externalagent/i],describe:function(){return{type:_.bot,vendor:"Meta"}}},{test:[/meta-externalfetcher/i],describe:function(){
return{type:_.bot,vendor:"Meta"}}},{test:[/facebookexternalhit/i,/facebookcatalog/i],describe:function(){return{type:_.bot,vendor:"Meta"}}},{test:[/slackbot/i,/slack-imgProxy/i],
describe:function(){return{type:_.bot,vendor:"Slack"}}},{test:[/yahoo/i],describe:function(){return{type:_.bot,vendor:"Yahoo"}}},{test:[/yandexbot/i,/yandexmobilebot/i],
describe:function(){return{type:_.bot,vendor:"Yandex"}}},{test:[/pingdom/i],describe:function(){return{type:_.bot,vendor:"Pingdom"}}},{test:[/huawei/i],describe:function(e){
var t=d.getFirstMatch(/(can-l01)/i,e)&&"Nova",n={type:_.mobile,vendor:"Huawei"};return t&&(n.model=t),n}},{test:[/nexus\s*(?:7|8|9|10).*/i],describe:function(){
return{type:_.tablet,vendor:"Nexus"}}},{test:[/ipad/i],describe:function(){return{type:_.tablet,vendor:"Apple",model:"iPad"}}},{test:function(e){return d.isFirefoxOnIpad(
e.getUA())},describe:function(){return{type:_.tablet,vendor:"Apple",model:"iPad"}}},{test:[/kftt build/i],describe:function(){return{type:_.tablet,vendor:"Amazo\
n",model:"Kindle Fire HD 7"}}},{test:[/silk/i],describe:function(){return{type:_.tablet,vendor:"Amazon"}}},{test:[/tablet(?! pc)/i],describe:function(){return{type:_.
tablet}}},{test:function(e){var t=e.test(/ipod|iphone/i),n=e.test(/like (ipod|iphone)/i);return t&&!n},describe:function(e){var t=d.getFirstMatch(/(ipod|iphone)/i,
e);return{type:_.mobile,vendor:"Apple",model:t}}},{test:[/nexus\s*[0-6].*/i,/galaxy nexus/i],describe:function(){return{type:_.mobile,vendor:"Nexus"}}},{test:[/Nokia/i],
describe:function(e){var t=d.getFirstMatch(/Nokia\s+([0-9]+(\.[0-9]+)?)/i,e),n={type:_.mobile,vendor:"Nokia"};return t&&(n.model=t),n}},{test:[/[^-]mobi/i],describe:function(){
return{type:_.mobile}}},{test:function(e){return e.getBrowserName(!0)==="blackberry"},describe:function(){return{type:_.mobile,vendor:"BlackBerry"}}},{test:function(e){
return e.getBrowserName(!0)==="bada"},describe:function(){return{type:_.mobile}}},{test:function(e){return e.getBrowserName()==="windows phone"},describe:function(){
return{type:_.mobile,vendor:"Microsoft"}}},{test:function(e){var t=Number(String(e.getOSVersion()).split(".")[0]);return e.getOSName(!0)==="android"&&t>=3},describe:function(){
return{type:_.tablet}}},{test:function(e){return e.getOSName(!0)==="android"},describe:function(){return{type:_.mobile}}},{test:[/smart-?tv|smarttv/i],describe:function(){
return{type:_.tv}}},{test:[/netcast/i],describe:function(){return{type:_.tv}}},{test:function(e){return e.getOSName(!0)==="macos"},describe:function(){return{type:_.
desktop,vendor:"Apple"}}},{test:function(e){return e.getOSName(!0)==="windows"},describe:function(){return{type:_.desktop}}},{test:function(e){return e.getOSName(
!0)==="linux"},describe:function(){return{type:_.desktop}}},{test:function(e){return e.getOSName(!0)==="chrome os"},describe:function(){return{type:_.desktop}}},
{test:function(e){return e.getOSName(!0)==="playstation 4"},describe:function(){return{type:_.tv}}},{test:function(e){return e.getOSName(!0)==="roku"},describe:function(){
return{type:_.tv}}}],tn=[{test:function(e){return e.getBrowserName(!0)==="microsoft edge"},describe:function(e){if(/\sedgios\//i.test(e)){var t={name:K.WebKit},
n=d.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}if(/\sedga?\//i.test(e))return{name:K.Blink};var o=d.getFirstMatch(/edge\/(\d+(\.?_?\d+)+)/i,
e);return{name:K.EdgeHTML,version:o}}},{test:function(e){return e.getBrowserName(!0)==="ladybird"},describe:function(){return{name:K.LibWeb}}},{test:[/trident/i],
describe:function(e){var t={name:K.Trident},n=d.getFirstMatch(/trident\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){return e.test(/presto/i)},
describe:function(e){var t={name:K.Presto},n=d.getFirstMatch(/presto\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){var t=e.test(/gecko/i),
n=e.test(/like gecko/i);return t&&!n},describe:function(e){var t={name:K.Gecko},n=d.getFirstMatch(/gecko\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[
/(apple)?webkit\/537\.36/i],describe:function(){return{name:K.Blink}}},{test:[/(apple)?webkit/i],describe:function(e){var t={name:K.WebKit},n=d.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}}],or=(function(){function r(t,n,o){if(n===void 0&&(n=!1),o===void 0&&(o=null),t==null||t==="")throw new Error("UserAgent parameter\
 can't be empty");this._ua=t;var s=!1;typeof n=="boolean"?(s=n,this._hints=o):n!=null&&typeof n=="object"?this._hints=n:this._hints=null,this.parsedResult={},s!==
!0&&this.parse()}var e=r.prototype;return e.getHints=function(){return this._hints},e.hasBrand=function(n){if(!this._hints||!Array.isArray(this._hints.brands))return!1;
var o=n.toLowerCase();return this._hints.brands.some(function(s){return s.brand&&s.brand.toLowerCase()===o})},e.getBrandVersion=function(n){if(!(!this._hints||!Array.
isArray(this._hints.brands))){var o=n.toLowerCase(),s=d.find(this._hints.brands,function(i){return i.brand&&i.brand.toLowerCase()===o});return s?s.version:void 0}},
e.getUA=function(){return this._ua},e.test=function(n){return n.test(this._ua)},e.parseBrowser=function(){var n=this;this.parsedResult.browser={};var o=d.find(Xr,
function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser's \
test function is not valid")});return o&&(this.parsedResult.browser=o.describe(this.getUA(),this)),this.parsedResult.browser},e.getBrowser=function(){return this.
parsedResult.browser?this.parsedResult.browser:this.parseBrowser()},e.getBrowserName=function(n){return n?String(this.getBrowser().name).toLowerCase()||"":this.
getBrowser().name||""},e.getBrowserVersion=function(){return this.getBrowser().version},e.getOS=function(){return this.parsedResult.os?this.parsedResult.os:this.
parseOS()},e.parseOS=function(){var n=this;this.parsedResult.os={};var o=d.find(Zr,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.
test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.os=o.describe(this.
getUA())),this.parsedResult.os},e.getOSName=function(n){var o=this.getOS().name;return n?String(o).toLowerCase()||"":o||""},e.getOSVersion=function(){return this.
getOS().version},e.getPlatform=function(){return this.parsedResult.platform?this.parsedResult.platform:this.parsePlatform()},e.getPlatformType=function(n){n===void 0&&
(n=!1);var o=this.getPlatform().type;return n?String(o).toLowerCase()||"":o||""},e.parsePlatform=function(){var n=this;this.parsedResult.platform={};var o=d.find(
en,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser\
's test function is not valid")});return o&&(this.parsedResult.platform=o.describe(this.getUA())),this.parsedResult.platform},e.getEngine=function(){return this.
parsedResult.engine?this.parsedResult.engine:this.parseEngine()},e.getEngineName=function(n){return n?String(this.getEngine().name).toLowerCase()||"":this.getEngine().
name||""},e.parseEngine=function(){var n=this;this.parsedResult.engine={};var o=d.find(tn,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(
s.test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.engine=o.describe(
this.getUA())),this.parsedResult.engine},e.parse=function(){return this.parseBrowser(),this.parseOS(),this.parsePlatform(),this.parseEngine(),this},e.getResult=
function(){return d.assign({},this.parsedResult)},e.satisfies=function(n){var o=this,s={},i=0,c={},l=0;if(Object.keys(n).forEach(function(v){var w=n[v];typeof w==
"string"||Array.isArray(w)?(c[v]=w,l+=1):typeof w=="object"&&(s[v]=w,i+=1)}),i>0){var f=Object.keys(s),p=d.find(f,function(v){return o.isOS(v)});if(p){var h=this.
satisfies(s[p]);if(h!==void 0)return h}var m=d.find(f,function(v){return o.isPlatform(v)});if(m){var u=this.satisfies(s[m]);if(u!==void 0)return u}}if(l>0){var b=Object.
keys(c),x=d.find(b,function(v){return o.isBrowser(v,!0)});if(x!==void 0)return this.compareVersions(c[x])}},e.isBrowser=function(n,o){o===void 0&&(o=!1);var s=this.
getBrowserName().toLowerCase(),i=n.toLowerCase(),c=d.getBrowserTypeByAlias(i);return o&&c&&(i=c.toLowerCase()),i===s},e.compareVersions=function(n){var o=this;return typeof n==
"string"?this.compareVersion(n):n.some(function(s){return o.compareVersion(s)})},e.compareVersion=function(n){var o=[0],s=n,i=!1,c=this.getBrowserVersion();if(typeof c==
"string")return n[0]===">"||n[0]==="<"?(s=n.substr(1),n[1]==="="?(i=!0,s=n.substr(2)):o=[],n[0]===">"?o.push(1):o.push(-1)):n[0]==="="?s=n.substr(1):n[0]==="~"&&
(i=!0,s=n.substr(1)),o.indexOf(d.compareVersions(c,s,i))>-1},e.isOS=function(n){return this.getOSName(!0)===String(n).toLowerCase()},e.isPlatform=function(n){return this.
getPlatformType(!0)===String(n).toLowerCase()},e.isEngine=function(n){return this.getEngineName(!0)===String(n).toLowerCase()},e.is=function(n,o){return o===void 0&&
(o=!1),this.isBrowser(n,o)||this.isOS(n)||this.isPlatform(n)},e.some=function(n){var o=this;return n===void 0&&(n=[]),n.some(function(s){return o.is(s)})},r})();
function sr(r,e){for(var t=0;t<e.length;t++){var n=e[t];n.enumerable=n.enumerable||!1,n.configurable=!0,"value"in n&&(n.writable=!0),Object.defineProperty(r,nn(
n.key),n)}}function rn(r,e,t){return e&&sr(r.prototype,e),t&&sr(r,t),Object.defineProperty(r,"prototype",{writable:!1}),r}function nn(r){var e=on(r,"string");return typeof e==
"symbol"?e:e+""}function on(r,e){if(typeof r!="object"||!r)return r;var t=r[Symbol.toPrimitive];if(t!==void 0){var n=t.call(r,e||"default");if(typeof n!="object")
return n;throw new TypeError("@@toPrimitive must return a primitive value.")}return(e==="string"?String:Number)(r)}var Ie=(function(){function r(){}return r.getParser=
function(t,n,o){if(n===void 0&&(n=!1),o===void 0&&(o=null),typeof t!="string")throw new Error("UserAgent should be a string");return new or(t,n,o)},r.parse=function(t,n){
return n===void 0&&(n=null),new or(t,n).getResult()},rn(r,null,[{key:"BROWSER_MAP",get:function(){return ir}},{key:"ENGINE_MAP",get:function(){return K}},{key:"\
OS_MAP",get:function(){return O}},{key:"PLATFORMS_MAP",get:function(){return _}}])})(),so=Ie.parse,io=Ie.getParser;var ar=new Intl.RelativeTimeFormat("en",{numeric:"always"}),sn=[["year",365*86400],["day",86400],["hour",3600],["minute",60]];function cr(r,e){let t=r-e;for(let[
n,o]of sn)if(Math.abs(t)>=(n==="minute"?1:2)*o)return ar.format(Math.trunc(t/o),n);return Math.abs(t)<1?"now":ar.format(Math.trunc(t),"second")}var an=new Intl.
DateTimeFormat(void 0,{dateStyle:"medium",timeStyle:"medium"}),st=r=>r<864e10?new Date(r*1e3):void 0,de=r=>{let e=st(r);return e?an.format(e):"in the far future"},
cn=(r,e)=>`${r} ${e}${r===1?"":"s"}`;function ue(r){return[["session","session"],["refresh","refresh token"],["api_key","API key"]].flatMap(([t,n])=>{let o=r.filter(
s=>s.kind===t).length;return o>0?[cn(o,n)]:[]}).join(" and ")||"nothing"}var dn=256;function pe({agent:r="",platform:e=""}){let t=r.trim().slice(0,dn),n=t?Ie.parse(
t):void 0,o=n?.os.name||e.trim(),s=o?` on ${o}`:"";if(n?.browser.name){let c=n.browser.version?.split(".")[0],l=n.platform.type;return{name:`${n.browser.name}${c?
` ${c}`:""}${s}`,kind:l==="mobile"||l==="tablet"?"mobile":"desktop"}}let[i=""]=t.split(/\s/);return i?{name:`${i.replace("/"," ").slice(0,60)}${s}`,kind:"progra\
m"}:{name:o?`Unknown browser${s}`:"Unknown device",kind:"unknown"}}function dr(r){if(!r)return"Enter a user ID.";if(/[{}\u0000-\u001F\u007F-\u009F]/.test(r))return"\
A user ID has no braces and no control characters.";if(new TextEncoder().encode(r).length>256)return"A user ID has at most 256 bytes.";if(r==="."||r==="..")return"\
This user ID can't be a part of an address. Use the command line."}function ye(r){let e=new Map(r.filter(({kind:o})=>o==="refresh").map(o=>[o.fingerprint,o])),t=new Set,
n=[];for(let o of r){if(o.kind!=="session")continue;let s=e.get(o.refresh_fingerprint??"");s&&t.add(s.fingerprint),n.push({session:o,...s?{refresh:s}:{}})}for(let[
o,s]of e)t.has(o)||n.push({refresh:s});return n}var un=Symbol.for("pv"),pn=0;function a(r,e,t,n,o,s){e||(e={});var i,c,l=e;if("ref"in l&&typeof r!="function")for(c in l={},e)c=="ref"?i=e[c]:l[c]=e[c];var f={type:r,props:l,key:t,ref:i,__k:null,
__:null,__b:0,__e:null,__c:null,constructor:un,__v:--pn,__i:-1,__u:0};return(o||s)&&(f.__source=o,f.__self=s),M.vnode&&M.vnode(f),f}var it=r=>`#/users/${encodeURIComponent(r)}`;function at(){let r=location.hash.match(/^#\/users\/(.+)$/)?.[1];try{return r&&decodeURIComponent(r)}catch{return}}
function Oe({small:r=!1}){let[e,t]=k(),n=s=>{let i=s.elements.namedItem("user"),c=i.value.trim(),l=dr(c);if(t(l),l)return i.focus();i.value="",location.hash=it(
c)},o=r?"find-small":"find";return a("form",{class:r?"find small":"find",role:"search",onSubmit:s=>(s.preventDefault(),n(s.currentTarget)),children:[a("label",{
class:r?"hidden":"",for:o,children:"Find a user by ID"}),a("div",{class:"joined",children:[a("input",{id:o,name:"user",placeholder:r?"Another user's ID":"user I\
D",autocomplete:"off",spellcheck:!1,autocapitalize:"none","aria-invalid":!!e,"aria-describedby":e?`${o}-wrong`:void 0}),a("button",{class:r?"":"primary",children:"\
Find"})]}),e&&a("p",{class:"wrong",id:`${o}-wrong`,role:"alert",children:e})]})}var ct=Mt(void 0),q=()=>It(ct);function H(){let[r,e]=k(ot);return B(()=>{let t=setInterval(()=>e(ot()),5e3);return()=>clearInterval(t)},[]),r}function N({at:r,before:e="",
now:t}){return a("time",{dateTime:st(r)?.toISOString(),title:de(r),children:[e,cr(r,t)]})}function Ue(r,e,t){let{failed:n}=q(),[o,s]=k({loading:r}),i=W(0),c=Be(
async()=>{if(!r)return;let l=++i.current;s(({data:f})=>({...f===void 0?{}:{data:f},loading:!0}));try{let f=await e();l===i.current&&s({data:f,loading:!1})}catch(f){
if(l!==i.current)return;s(({data:p})=>({...p===void 0?{}:{data:p},problem:f,loading:!1})),n(f)}},[r,n,...t]);return B(()=>(c(),()=>{i.current++}),[c]),{...o,reload:c}}
function L({problem:r,again:e,change:t=!1}){let n=W({problem:r,at:Date.now()+(r.retryAfter??0)*1e3});n.current.problem!==r&&(n.current={problem:r,at:Date.now()+
(r.retryAfter??0)*1e3});let[o,s]=k(0);return Xe(()=>{let i=()=>s(Math.max(0,Math.ceil((n.current.at-Date.now())/1e3)));i();let c=setInterval(i,500);return()=>clearInterval(
c)},[r]),a("div",{class:"failure",role:"alert",children:[a("p",{children:[a("strong",{children:r.message})," ",r.advice," ",t&&r.change,r.retryAfter!==void 0&&`\
 The service asks to wait for ${r.retryAfter===1?"1 second":`${r.retryAfter} seconds`}.`]}),e&&a("button",{type:"button",onClick:e,disabled:o>0,children:["Try a\
gain",o>0?` in ${o} s`:""]})]})}function Z({title:r,children:e,close:t}){let n=W(null);return Xe(()=>{let o=document.activeElement;return n.current.showModal(),
()=>{setTimeout(()=>{if(document.querySelector("dialog"))return;(o?.isConnected&&!o.disabled?o:document.querySelector("main [tabindex='-1']"))?.focus()})}},[]),
a("dialog",{ref:n,"aria-labelledby":"dialog-title",onCancel:o=>{o.preventDefault(),t?.()},children:[a("h2",{id:"dialog-title",children:r}),e]})}function ee(){let{
failed:r}=q(),[e,t]=k(!1),[n,o]=k(),s=W(!1);return{busy:e,problem:n,run:async c=>{if(!s.current){s.current=!0,t(!0),o(void 0);try{await c()}catch(l){o(l),r(l)}finally{
s.current=!1,t(!1)}}}}}var ln={desktop:"M3 4h18v12H3zM8 20h8M12 16v4",mobile:"M7 2h10v20H7zM11 18h2",program:"M3 5h18v14H3zM7 9l3 3-3 3M12 15h4",unknown:"M9 9a3\
 3 0 1 1 4 3c-1 .5-1 1-1 2M12 18v.01",key:"M8 12m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0M12 12h9M18 12v4",refresh:"M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-1\
4 5l-2-2M4 20v-5h5"},le=({name:r})=>a("svg",{class:"icon",viewBox:"0 0 24 24",width:"24",height:"24","aria-hidden":"true",focusable:"false",children:a("path",{d:ln[r]})});var fn={registered:"registered",rotated:"rotated",suspended:"suspended",resumed:"resumed",revoked:"ended",evicted:"ended to make room",reused:"ended: a refresh \
token was used twice",key_made:"made",key_ended:"ended"},mn={owner:"for the owner of the token",operator:"asked for by an operator",limit:"over the limit of rec\
ords",reuse:"a spent refresh token was presented"};function hn(r){let e=[];for(let t of r){let n=e.at(-1)?.[0];["time","user_id","transition","cause","actor"].every(
s=>n?.[s]===t[s])&&t.kind!=="user"&&n?.kind!=="user"?e.at(-1).push(t):e.push([t])}return e}var bn=({transition:r})=>r==="reused"?"bad":r==="suspended"?"warn":r===
"registered"||r==="key_made"||r==="resumed"?"good":"plain";function qe({user:r,shown:e=20}){let{access:t,events:n}=q(),o=H(),[s,i]=k(e);if(!t.read)return a("p",
{class:"note",children:["This key can't show events: it lacks the scope ",a("code",{children:"read"}),"."]});let c=hn(r===void 0?n.events:n.events.filter(({user_id:f})=>f===
r)),l=n.events.at(-1);return a(A,{children:[n.problem&&a(L,{problem:n.problem}),c.length>0&&a("ol",{class:"events",children:c.slice(0,s).map(f=>a(vn,{step:f,now:o,
named:r===void 0},f.at(-1).id))}),c.length>s&&a("button",{type:"button",onClick:()=>i(s+50),children:["Show more (",c.length-s,")"]}),a("p",{class:"note",children:[
!n.current&&!n.problem&&"Reading the events… ",n.current&&c.length===0&&(r===void 0?"No event is kept. ":"No event of this user is kept. "),l&&`Events go back\
 to ${de(l.time)}: a number of them is kept, the newest, of all users. `,n.missed&&"Some events are missing: more came at once than are kept. ","What expires ha\
s no event."]})]})}function vn({step:r,now:e,named:t}){let n=r[0],o=n.kind==="user"?"User":gn(ue(r).replace(/^1 /,"").replace(" and 1 "," and ")),s=r.map(({fingerprint:i,
key_id:c})=>i??c).filter(i=>i!==void 0);return a("li",{children:[a("span",{class:`dot ${bn(n)}`,"aria-hidden":"true"}),a("div",{children:[a("span",{class:"what",
children:[o," ",fn[n.transition]]}),t&&a(A,{children:[" of ",a("a",{href:it(n.user_id),children:n.user_id})]})," ",a("span",{class:"by",title:mn[n.cause],children:[
"by ",n.actor,s.length>0&&a(A,{children:[" · ",a("code",{children:s.length>2?`${s[0]} and ${s.length-1} more`:s.join(" ")})]})]})]}),a(N,{at:n.time,now:e})]})}
var gn=r=>r.charAt(0).toUpperCase()+r.slice(1);function pr(){return a(A,{children:[a("h1",{tabIndex:-1,children:"Who is signed in where?"}),a(Oe,{}),a(_n,{}),a("section",{"aria-labelledby":"last-events",children:[
a("h2",{id:"last-events",children:"Last events"}),a(qe,{})]})]})}async function ur(r){let e=performance.now();try{return await r(),{good:!0,text:`answers, in ${Math.
max(1,Math.round(performance.now()-e))} ms`}}catch(t){return{good:!1,text:t instanceof R?t.message:"can't be reached"}}}function _n(){let{access:r,events:e,failed:t}=q(),
n=H(),[o,s]=k(),[i,c]=k();B(()=>{let f=!0,p=async()=>{if(document.hidden)return;let m=await ur(async()=>{let b=await fetch(`${nt}/openapi.json`,{method:"HEAD",redirect:"\
error"});if(!b.ok)throw new R(b.status,`answers with the status ${b.status}`,"")});if(f&&s(m),!r.read)return;let u=await ur(()=>I(r.client.GET("/events",{params:{
query:{limit:1}}})).catch(b=>{throw t(b),b.status===503?new R(503,"doesn't answer",""):b}));f&&c(u)};p();let h=setInterval(()=>{p()},1e4);return()=>{f=!1,clearInterval(
h)}},[r]);let l=e.events[0];return a("dl",{class:"tiles",children:[a(dt,{name:"Service",check:o}),r.read?a(dt,{name:"Store",check:i}):a(dt,{name:"Store",check:{
good:!1,text:"not known: the key lacks the scope read"}}),a("div",{class:"tile",children:[a("dt",{children:"Last event"}),a("dd",{children:l?a(N,{at:l.time,now:n}):
r.read?e.current?"none yet":"…":"not known: the key lacks the scope read"})]})]})}var dt=({name:r,check:e})=>a("div",{class:"tile",children:[a("dt",{children:r}),
a("dd",{children:[e&&a("span",{class:`dot ${e.good?"good":"bad"}`,"aria-hidden":"true"}),e?e.text:"…"]})]});var yn={all:"End all sessions",others:"End all other sessions",one:"End this session"};function lr({user:r,scope:e,records:t,close:n,ended:o}){let{access:s}=q(),
[i,c]=k(),l=ee(),f=ee(),p=()=>{l.run(async()=>c(await tr(s.client,r,e)))};B(p,[]);let h=()=>{f.run(async()=>{let u;try{u=await rr(s.client,r,e)}catch(b){if(b instanceof
R&&b.status===404)await o("It had ended already.");else throw b;return}await o(`Ended ${ue(u)}.`)})},m=e.what==="others"?t.find(({fingerprint:u})=>u===e.fingerprint):
void 0;return a(Z,{title:`${yn[e.what]} of ${r}?`,close:f.busy?void 0:n,children:[l.problem&&a(L,{problem:l.problem,again:p}),!i&&!l.problem&&a("p",{class:"note",
children:"Asking what will end…"}),i&&i.length>0&&a(A,{children:[a("p",{children:["This ends ",ue(i),m&&a(A,{children:[" and keeps ",m.kind==="session"?pe(m).
name:"the refresh token"]}),":"]}),a(wn,{planned:i,records:t}),a("p",{children:[a("strong",{children:"This can't be undone."})," Who uses ",i.length>2?"these de\
vices":"this device"," has to sign in again."]})]}),i?.length===0&&a("p",{children:"There is nothing that this would end."}),f.problem&&a(L,{problem:f.problem,change:!0}),
a("div",{class:"actions",children:[a("button",{type:"button",autofocus:!0,onClick:n,children:i?.length===0?"Close":"Cancel"}),i?.length!==0&&a("button",{type:"b\
utton",class:"danger solid",onClick:h,disabled:!i,children:f.busy?"Ending…":i?`End ${ue(i)}`:"End"})]})]})}function wn({planned:r,records:e}){let t=H(),n=(s,i)=>s!==
void 0&&i.some(({kind:c,fingerprint:l})=>c===s.kind&&l===s.fingerprint),o=r.filter(s=>!n(s,e));return a("ul",{class:"planned",tabIndex:0,"aria-label":"What will\
 end",children:[ye(e).map(({session:s,refresh:i})=>{let[c,l]=[n(s,r),n(i,r)];if(!(!c&&!l))return a("li",{children:[a("strong",{children:c?pe(s).name:s?`Refresh \
token of ${pe(s).name}`:"Refresh token without its session"}),c&&` · ${s.location||"location unknown"} · ${s.ip||"address unknown"}`,c&&i&&(l?" · with its ref\
resh token":" · without its refresh token")," · ",a(N,{at:(c?s:i).expiry,before:"expires ",now:t})]},(s??i).fingerprint)}),o.map(({kind:s,fingerprint:i})=>a("\
li",{children:[s==="session"?"Session":"Refresh token"," ",a("code",{children:i})]},s+i))]})}function fr({user:r}){let{access:e,say:t}=q(),n=H(),o=Ue(e.read,()=>er(e.client,r),[e,r]),[s,i]=k(!1),[c,l]=k(),f=e.write?{}:{disabled:!0,"aria-describedby":"no\
-write",title:"This key lacks the scope write"};return a("section",{"aria-labelledby":"api-keys",children:[a("div",{class:"title",children:[a("h2",{id:"api-keys",
children:["API keys",o.data&&a("span",{class:"count",children:o.data.length})]}),a("div",{class:"actions",children:a("button",{type:"button",onClick:()=>i(!0),...f,
children:"Make an API key…"})})]}),o.problem&&a(L,{problem:o.problem,again:()=>{o.reload()}}),!e.read&&a("p",{class:"note",children:["This key can't show API \
keys: it lacks the scope ",a("code",{children:"read"}),"."]}),o.data?.length===0&&a("p",{class:"note",children:"No API key."}),a("ul",{class:"rows",children:o.data?.
map(p=>a("li",{class:"row",children:[a(le,{name:"key"}),a("div",{class:"who",children:[a("h3",{children:p.name||"Without a name"}),a("p",{children:["Account ",p.
account]}),a("p",{class:"fine",children:[a(N,{at:p.expires,before:"expires ",now:n})," · ",a(N,{at:p.created,before:"made ",now:n})," · ",p.last_used===void 0?
"not seen in use":a(N,{at:p.last_used,before:"last used ",now:n})," · ",a("code",{children:[p.id,p.last_four&&`…${p.last_four}`]})]})]}),a("div",{class:"acti\
ons",children:a("button",{type:"button",class:"danger","aria-label":`End… the API key ${p.name||p.id}`,onClick:()=>l(p),...f,children:"End…"})})]},p.id))}),
s&&a(Sn,{user:r,made:()=>{o.reload()},close:()=>i(!1)}),c&&a(kn,{user:r,apiKey:c,close:()=>l(void 0),ended:async p=>{t(p),await o.reload(),l(void 0)}})]})}function kn({
user:r,apiKey:e,close:t,ended:n}){let{access:o}=q(),s=ee(),i=()=>{s.run(async()=>{try{await I(o.client.DELETE("/users/{user_id}/api-keys/{id}",{params:{path:{user_id:r,
id:e.id}}}))}catch(c){if(c instanceof R&&c.status===404)return n("The API key had ended already.");throw c}await n("Ended 1 API key.")})};return a(Z,{title:`End\
 the API key ${e.name||e.id}?`,close:s.busy?void 0:t,children:[a("p",{children:["This ends 1 API key of ",r,": ",a("strong",{children:e.name||"without a name"}),
", ",a("code",{children:e.id}),", of the account ",e.account,"."]}),a("p",{children:[a("strong",{children:"This can't be undone."})," Programs that use it are r\
efused from then on."]}),s.problem&&a(L,{problem:s.problem,change:!0}),a("div",{class:"actions",children:[a("button",{type:"button",autofocus:!0,onClick:t,children:"\
Cancel"}),a("button",{type:"button",class:"danger solid",onClick:i,children:s.busy?"Ending…":"End 1 API key"})]})]})}var fe=86400,xn=[[fe,"1 day"],[7*fe,"7 da\
ys"],[30*fe,"30 days"],[90*fe,"90 days"],[365*fe,"1 year"]],Mn=()=>Array.from(crypto.getRandomValues(new Uint8Array(16)),r=>r.toString(16).padStart(2,"0")).join(
"");function Sn({user:r,made:e,close:t}){let{access:n}=q(),o=ee(),[s,i]=k(),c=W({text:"",name:""}),l=f=>{o.run(async()=>{let p=u=>f.elements.namedItem(u).value.
trim(),h={account:p("account"),name:p("name"),expires_in:Number(p("life"))},m=JSON.stringify(h);c.current.text!==m&&(c.current={text:m,name:Mn()}),i(await I(n.client.
POST("/users/{user_id}/api-keys",{params:{path:{user_id:r},header:{"Idempotency-Key":c.current.name}},body:h}))),e()})};return s?a(Z,{title:"The API key is made",
children:a(En,{created:s,close:t})}):a(Z,{title:`Make an API key of ${r}`,close:o.busy?void 0:t,children:a("form",{class:"stack",autocomplete:"off",onSubmit:f=>(f.
preventDefault(),l(f.currentTarget)),children:[a("label",{for:"key-account",children:"Account ID"}),a("input",{id:"key-account",name:"account",required:!0,maxLength:256,
autofocus:!0,spellcheck:!1,autocomplete:"off"}),a("label",{for:"key-name",children:"Name, for people"}),a("input",{id:"key-name",name:"name",maxLength:256,placeholder:"\
What it is for",autocomplete:"off"}),a("label",{for:"key-life",children:"Expires in"}),a("select",{id:"key-life",name:"life",children:xn.map(([f,p])=>a("option",
{value:f,selected:f===90*fe,children:p},f))}),a("p",{class:"note",children:["Whoever has the key acts as the user ",r,"."]}),o.problem&&a(L,{problem:o.problem,change:!0}),
a("div",{class:"actions",children:[a("button",{type:"button",onClick:t,children:"Cancel"}),a("button",{class:"primary",children:o.busy?"Making…":"Make"})]})]})})}
function En({created:r,close:e}){let t=W(null),n=W(null),[o,s]=k();B(()=>n.current.focus(),[]);let i=async()=>{t.current.select();try{await navigator.clipboard.
writeText(r.key),s(!0)}catch{s(document.execCommand("copy"))}};return a(A,{children:[a("p",{children:[a("strong",{children:"Copy it now: it is not kept, and not\
 shown again."})," It expires on ",de(r.expires),"."]}),a("label",{class:"hidden",for:"made-key",children:"The API key"}),a("div",{class:"joined",children:[a("i\
nput",{id:"made-key",class:"code",ref:t,readOnly:!0,value:r.key,onFocus:c=>c.currentTarget.select()}),a("button",{type:"button",class:"primary",ref:n,onClick:()=>{
i()},children:"Copy"})]}),a("p",{class:"note",role:"status",children:[o===!0&&"Copied. Paste it where it is needed, then close this.",o===!1&&"The browser doesn\
't copy for this page: it is selected, press Ctrl+C or ⌘C."]}),a("div",{class:"actions",children:a("button",{type:"button",onClick:e,children:"Close"})})]})}function mr({user:r}){let{access:e,events:t,say:n}=q(),o=H(),s=Ue(e.read,()=>Zt(e.client,r),[e,r]),[i,c]=k(),l=Pn(r,s.data,s.loading),f=ee(),p=ce(()=>t.events.find(
({user_id:v,kind:w})=>v===r&&w!=="api_key")?.id,[t,r]);B(()=>{p!==void 0&&s.reload()},[p]);let h=s.data?.some(({expiry:v})=>v<=o)??!1;B(()=>{h&&s.reload()},[h]);
let m=v=>f.run(async()=>{let w={params:{path:{user_id:r}}},{is_suspended:y}=await I(v?e.client.PUT("/users/{user_id}/suspension",w):e.client.DELETE("/users/{use\
r_id}/suspension",w));l.set(y),n(y?"The user is suspended.":"The user is resumed."),await s.reload()}),u=(v,w)=>f.run(async()=>{let y={params:{path:{user_id:r,fingerprint:v}}},
{is_suspended:E}=await I(w?e.client.PUT("/users/{user_id}/sessions/{fingerprint}/suspension",y):e.client.DELETE("/users/{user_id}/sessions/{fingerprint}/suspens\
ion",y));!w&&E&&l.set(!0),n(w?"The session is suspended.":E?"The session is resumed, but stays suspended with its user.":"The session is resumed."),await s.reload()}),
b=ye(s.data??[]),x=e.write?{}:{disabled:!0,"aria-describedby":"no-write",title:"This key lacks the scope write"};return a(A,{children:[a("div",{class:"title",children:[
a("h1",{tabIndex:-1,children:[a("span",{class:"label",children:"User"})," ",r]}),l.known===!0&&a("span",{class:"badge warn",children:"suspended"}),a("div",{class:"\
actions",children:[a("button",{type:"button",onClick:()=>{m(!l.known)},...x,children:l.known?"Resume user":"Suspend user"}),l.known===void 0&&(s.data||!e.read)&&
a("button",{type:"button",onClick:()=>{m(!1)},...x,children:"Resume user"}),a("button",{type:"button",class:"danger",onClick:()=>c({what:"all"}),...e.write&&s.data&&
b.length===0?{disabled:!0}:x,children:"End all…"})]})]}),l.known===void 0&&s.data&&a("p",{class:"note",children:["Whether the user is suspended can't be told:\
 ",b.length>0?"all sessions are suspended":"there is no session",", and no event that is kept says so."]}),!e.write&&a("p",{class:"note",id:"no-write",children:[
"This key lacks the scope ",a("code",{children:"write"}),": it can't end, suspend, resume or make anything."]}),f.problem&&a(L,{problem:f.problem,change:!0}),a(
"section",{"aria-labelledby":"devices",children:[a("div",{class:"title",children:[a("h2",{id:"devices",children:["Devices",s.data&&a("span",{class:"count",children:b.
length})]}),e.read&&a("div",{class:"actions",children:a("button",{type:"button",onClick:()=>{s.reload()},children:"Refresh"})})]}),s.problem&&a(L,{problem:s.problem,
again:()=>{s.reload()}}),!e.read&&a("p",{class:"note",children:["This key can't show devices: it lacks the scope ",a("code",{children:"read"}),"."]}),!s.data&&s.
loading&&a("p",{class:"note",children:"Reading…"}),s.data&&b.length===0&&a("p",{class:"note",children:"No device is signed in. A user ID that there never was \
looks the same."}),a("ul",{class:"rows",children:b.map(v=>a(Rn,{row:v,now:o,others:b.length>1,blocked:x,end:c,suspend:(w,y)=>{u(w,y)}},(v.session??v.refresh).kind+
(v.session??v.refresh).fingerprint))})]}),a(fr,{user:r}),a("section",{"aria-labelledby":"events",children:[a("h2",{id:"events",children:"Events"}),a(qe,{user:r,
shown:10})]}),i&&a(lr,{user:r,scope:i,records:s.data??[],close:()=>c(void 0),ended:async v=>{n(v),await s.reload(),c(void 0)}})]})}function Pn(r,e,t){let{events:n}=q(),
[o,s]=k(),i=n.events.find(l=>l.user_id===r&&l.kind==="user");return{known:o&&(o.list===e||t)?o.is:e?.some(({is_suspended:l})=>!l)?!1:ye(e??[]).some(({session:l,
refresh:f})=>!l&&f?.is_suspended)?!0:i?i.transition==="suspended":o?.is,set:l=>s({is:l,list:e})}}function Rn({row:{session:r,refresh:e},now:t,others:n,blocked:o,
end:s,suspend:i}){let c=r??e,{name:l,kind:f}=r?pe(r):{name:"Refresh token without its session",kind:"refresh"},{fingerprint:p}=c,h=c.is_suspended;return a("li",
{class:h?"row suspended":"row",children:[a(le,{name:f}),a("div",{class:"who",children:[a("h3",{title:r?.agent||void 0,children:[l,h&&a("span",{class:"badge warn",
children:"suspended"})]}),r?a("p",{children:[r.location||"Location unknown"," · ",r.ip||"address unknown"," · ",r.platform||"platform unknown"]}):a("p",{children:"\
A new session can be had with it. Which device has it is not known."}),a("p",{class:"fine",children:[a(N,{at:c.expiry,before:"expires ",now:t})," · ",c.registered_at===
void 0?"registered at an unknown time":a(N,{at:c.registered_at,before:"registered ",now:t})," · ",c.last_used===void 0?"not seen in use":a(N,{at:c.last_used,before:"\
last used ",now:t})]}),r&&a("p",{class:"fine",children:[e?a(A,{children:["with a refresh token, which ",a(N,{at:e.expiry,before:"expires ",now:t})]}):"without a\
 refresh token"," · ",a("code",{title:"The fingerprint of the session: it names it, and opens nothing",children:p})]}),!r&&a("p",{class:"fine",children:a("code",
{children:p})})]}),a("div",{class:"actions",children:[r&&a("button",{type:"button","aria-label":`${h?"Resume":"Suspend"} ${l}, ${p}`,onClick:()=>i(p,!h),...o,children:h?
"Resume":"Suspend"}),n&&a("button",{type:"button","aria-label":`End others… and keep ${l}, ${p}`,onClick:()=>s({what:"others",fingerprint:p}),...o,children:"E\
nd others…"}),a("button",{type:"button",class:"danger","aria-label":`End… ${l}, ${p}`,onClick:()=>s({what:"one",fingerprint:p}),...o,children:"End…"})]})]})}var hr={events:[],current:!1,missed:!1};function br(){let[r,e]=k(),[t,n]=k(at),[o,s]=k(hr),[i,c]=k(""),[l,f]=k(!1);B(()=>{let u=()=>n(at());return addEventListener(
"hashchange",u),()=>removeEventListener("hashchange",u)},[]),B(Fn,[]),B(()=>{document.title=t&&r?`${t} · Session tokens`:"Session tokens",scrollTo(0,0),r&&(document.
getElementById("find")??document.querySelector("main h1"))?.focus()},[t,r]),B(()=>{let u=setTimeout(c,1e4,"");return()=>clearTimeout(u)},[i]);let p=Be(u=>{u.status===
401&&f(!0)},[]);B(()=>{if(s(hr),!r?.read)return;let u=new AbortController;return nr(r,u.signal,b=>{s(b),b.problem&&p(b.problem)}),()=>u.abort()},[r]);let h=ce(()=>r&&
{access:r,events:o,say:c,failed:p},[r,o]);if(!h)return a(Tn,{opened:e});let m=()=>{e(void 0),f(!1),c("")};return a(ct.Provider,{value:h,children:[a("a",{class:"\
skip",href:"#main",onClick:u=>(u.preventDefault(),document.querySelector("main h1")?.focus()),children:"Skip to the content"}),a("header",{children:[a("a",{class:"\
brand",href:"#/",children:[a("img",{src:"icon.svg",alt:"",width:"28",height:"28"}),a("span",{children:"Session tokens"})]}),t!==void 0&&a(Oe,{small:!0}),a("div",
{class:"key",children:[a("span",{class:"scopes",children:An(h.access)}),a("button",{type:"button",onClick:m,children:"Forget key"})]})]}),a("main",{id:"main",children:t===
void 0?a(pr,{}):a(mr,{user:t},t)}),a("div",{class:"said",role:"status",children:i}),l&&a(Z,{title:"The key is not accepted any more",close:()=>f(!1),children:[a(
"p",{children:"It has expired, or was ended. With another key you go on where you are."}),a(vr,{opened:u=>{e(u),f(!1)}})]})]})}function Fn(){let r,e=({target:n})=>{
r=n instanceof Element&&!n.closest("dialog")?n:void 0},t=new MutationObserver(()=>{!r||r.isConnected||document.activeElement!==document.body||(r=void 0,document.
querySelector("main h1")?.focus())});return addEventListener("focusin",e),t.observe(document.body,{childList:!0,subtree:!0}),()=>{removeEventListener("focusin",
e),t.disconnect()}}function An({read:r,write:e}){return r&&e?"reads and changes":r?"reads only":e?"changes only":"no scope"}function Tn({opened:r}){return a("ma\
in",{class:"sign-in",children:a("div",{class:"card",children:[a("img",{src:"icon.svg",alt:"",width:"48",height:"48"}),a("h1",{children:"Session tokens"}),a("p",
{children:"See who is signed in where, and end it."}),a(vr,{opened:r}),a("p",{class:"hint",children:[a(le,{name:"key"}),a("span",{children:"The key stays in the\
 memory of this page. Reload or close it, and the key is gone."})]})]})})}function vr({opened:r}){let e=W(null),[t,n]=k(!1),[o,s]=k(),i=async()=>{if(!t){n(!0),s(
void 0);try{r(await Xt(e.current.value.trim()))}catch(c){s(c),n(!1),e.current?.focus()}}};return a("form",{class:"stack",onSubmit:c=>(c.preventDefault(),void i()),
autocomplete:"off",children:[a("label",{for:"control-key",children:"Control key"}),a("input",{id:"control-key",ref:e,type:"password",required:!0,autofocus:!0,autocomplete:"\
off",spellcheck:!1,"aria-invalid":o?.status===401}),o&&a(L,{problem:o}),a("button",{class:"primary",children:t?"Opening…":"Open"})]})}xt(a(br,{}),document.getElementById("console"));
/*! bowser 2.15.1

Copyright 2015, Dustin Diaz (the "Original Author")
All rights reserved.

MIT License

Permission is hereby granted, free of charge, to any person
obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without
restriction, including without limitation the rights to use,
copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software.

Distributions of all or part of the Software intended to be used
by the recipients as they would use the unmodified Software,
containing modifications that substantially alter, remove, or
disable functionality of the Software, outside of the documented
configuration mechanisms provided by the Software, shall be
modified such that the Original Author's bug reporting email
addresses and urls are either replaced with the contact information
of the parties responsible for the changes, or removed entirely.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND,
EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR
OTHER DEALINGS IN THE SOFTWARE.


Except where noted, this license applies to any and all software
programs and associated documentation files created by the
Original Author, when distributed with the Software.
*/
/*! openapi-fetch 0.17.0

MIT License

Copyright (c) 2023 Drew Powers

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
/*! preact 11.2.0

The MIT License (MIT)

Copyright (c) 2015-present Jason Miller

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
